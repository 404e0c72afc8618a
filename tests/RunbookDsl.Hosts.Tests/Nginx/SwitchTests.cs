using RunbookDsl.Hosts.Tests.Worlds;

namespace RunbookDsl.Hosts.Tests.Nginx;

/// <summary>
/// The maintenance page of a real nginx: as the documents have it, and as
/// <see cref="HostNginx.MaintenanceSwitch"/> writes it.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class SwitchTests
{
    private const string Page = "<h1>Back at 10:00 UTC</h1>";

    [Test]
    public async Task The_snippet_of_the_document_passes_the_test_and_shows_nobody_the_page(
        CancellationToken stop
    )
    {
        using var folder = new Workshop();
        await File.WriteAllTextAsync(folder.In("maintenance.html"), Page, stop);
        var snippet = $"root {folder.Path}; location / {{ return 503; error_page 503 /maintenance.html; }}";
        await using var nginx = await RealNginx.StartAsync(folder.Path, snippet, stop);

        Assert.That(await nginx.TestAsync(stop), Is.Zero, "nginx -t");
        var seen = await nginx.VisitAsync(HttpMethod.Get, stop);

        Assert.That((seen.Status, seen.RetryAfter), Is.EqualTo((503, (string?)null)));
        Assert.That(seen.Page, Does.Contain("503 Service Temporarily Unavailable").And.Not.Contain(Page));
    }

    [Test]
    public async Task A_named_location_refuses_a_form_instead_of_explaining(CancellationToken stop)
    {
        using var folder = new Workshop();
        await File.WriteAllTextAsync(folder.In("maintenance.html"), Page, stop);
        var common =
            $"root {folder.Path}; error_page 503 @maintenance; location / {{ return 503; }} "
            + "location @maintenance { rewrite ^ /maintenance.html break; }";
        await using var nginx = await RealNginx.StartAsync(folder.Path, common, stop);

        Assert.That((await nginx.VisitAsync(HttpMethod.Get, stop)).Page, Is.EqualTo(Page));
        Assert.That((await nginx.VisitAsync(HttpMethod.Post, stop)).Status, Is.EqualTo(405));
    }

    [Test]
    public async Task Ours_goes_on_and_off_by_a_file_and_explains_to_everybody(CancellationToken stop)
    {
        using var folder = new Workshop();
        var ours = HostWorld.Web.Nginx().SwitchIn(folder.Path);
        var site =
            ours.MaintenanceSwitch(TimeSpan.FromMinutes(20))
            + "location / { if ($rb_maint) { return 503; } default_type text/plain; return 200 shop; }";
        await using var nginx = await RealNginx.StartAsync(folder.Path, site, stop);
        Assert.That(await nginx.VisitAsync(HttpMethod.Post, stop), Is.EqualTo((200, (string?)null, "shop")));

        await File.WriteAllTextAsync(ours.Page, Page, stop);
        await File.WriteAllTextAsync(ours.Flag, "", stop);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
            Assert.That(await nginx.VisitAsync(method, stop), Is.EqualTo((503, "1200", Page)), $"{method}");

        File.Delete(ours.Flag);
        Assert.That((await nginx.VisitAsync(HttpMethod.Get, stop)).Page, Is.EqualTo("shop"));
    }

    private sealed class Workshop : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("rbnx").FullName;

        public string In(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
