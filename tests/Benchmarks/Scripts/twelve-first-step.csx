Runbook("Twelve").Purpose("What a start costs with LINQ and lambdas");
var servers = new[] { "web-1", "web-2", "db-1", "db-2", "cache-1" };
var byKind = servers
    .GroupBy(s => s[..s.IndexOf('-')])
    .ToDictionary(g => g.Key, g => g.OrderBy(s => s).ToList());
var longest = byKind
    .Values.SelectMany(v => v)
    .Where(s => s.Length > 4)
    .Select(s => s.ToUpperInvariant())
    .ToArray();

Step("Look")
    .Run(ctx =>
    {
        Environment.Exit(0);
        return Task.CompletedTask;
    });
Step("Drain")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 1) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Stop")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 2) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Backup")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 3) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Check the backup")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 4) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Upgrade")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 5) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Start")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 6) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Warm up")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 7) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Undrain")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 8) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Compare")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 9) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Tell")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 10) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
Step("Tidy")
    .Run(async ctx =>
    {
        var n = longest.Count(s => s.Length > 11) + byKind.Sum(k => k.Value.Count);
        await Task.CompletedTask;
    });
