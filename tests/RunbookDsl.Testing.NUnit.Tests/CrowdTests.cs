using System.Diagnostics;
using System.Globalization;
using RunbookDsl.Cli.Tests;

namespace RunbookDsl.Testing.NUnit.Tests;

/// <summary>
/// Many rehearsals at once, each with a database, a web site, three APIs, mail, names and a host: none fails,
/// and nothing is left of them.
/// </summary>
[NonParallelizable]
[CancelAfter(600_000)]
public sealed class CrowdTests
{
    private const int Many = 200;
    private const string Script = "tests/RunbookDsl.Testing.NUnit.Tests/Crowd/crowd.csx";
    private static readonly string[] Systems =
    [
        "main",
        "dns",
        "shop.example",
        "web-1",
        "statuspage",
        "slack",
        "mail",
    ];

    [Test]
    public async Task Two_hundred_rehearsals_at_once_leave_nothing(CancellationToken cancellation)
    {
        // What is started once and kept is there already.
        await RehearseAsync(1, cancellation);
        var before = Look();
        var began = Stopwatch.GetTimestamp();
        var during = await RehearseAsync(Many, cancellation);
        var took = Stopwatch.GetElapsedTime(began);
        var after = Look();
        foreach (var (when, traces) in new[] { ("before", before), ("during", during), ("after", after) })
            await TestContext.Out.WriteLineAsync(
                $"{when}: {traces.Names.Count} processes, {traces.Names.Count(n => n == "postgres")} of "
                    + $"PostgreSQL, {traces.Ports} ports, {traces.Folders.Count} folders"
            );
        await TestContext.Out.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Many} rehearsals took {took.TotalSeconds:0.0} s")
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(during.Names, Does.Contain("postgres"), "it looked at nothing");
        Assert.That(during.Folders, Has.Count.GreaterThan(Many / 2), "it looked at nothing");
        Assert.That(during.Ports, Is.GreaterThan(before.Ports), "it looked at nothing");
        Assert.That(after.Names, Is.EqualTo(before.Names));
        Assert.That(after.Ports, Is.EqualTo(before.Ports));
        Assert.That(after.Folders, Is.Empty);
        Assert.That(during.Folders.Where(Directory.Exists), Is.Empty);
    }

    // Looks when the first of them has ended: then the others are there.
    private static async Task<Traces> RehearseAsync(int times, CancellationToken cancellation)
    {
        await using var runbook = await RunbookFixture.OpenAsync(Script, cancellation: cancellation);
        var reference = await runbook.ReferAsync();
        Assert.That(reference.Clean, Rehearses.Cleanly());
        Assert.That(reference.Clean.Events.Select(e => e.Call.System).Distinct(), Is.SupersetOf(Systems));
        var all = Enumerable
            .Range(1, times)
            .Select(i => new Scenario(i.ToString(CultureInfo.InvariantCulture)))
            .Select(s => runbook.RehearseAsync(s, cancellation))
            .ToList();
        await Task.WhenAny(all);
        var during = Look();
        var results = await Task.WhenAll(all);
        Assert.That(results.SelectMany(r => r.Findings), Is.Empty);
        Assert.That(results.Select(Ended).Distinct().Count(), Is.EqualTo(1), "one met another one's world");
        return during;
    }

    private static string Ended(RehearsalResult result) =>
        string.Join(
            '\n',
            result.After.SelectMany(s => s.Lines.Select(l => $"{s.System}: {l.Key} {l.Value}"))
        );

    private static Traces Look() => Traces.Of(Environment.ProcessId, Guid.NewGuid().ToString());
}
