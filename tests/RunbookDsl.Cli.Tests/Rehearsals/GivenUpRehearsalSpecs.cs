using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Ctrl+C while something is rehearsed.</summary>
[CancelAfter(240_000)]
internal sealed partial class GivenUpRehearsalSpecs
{
    private const string Deaf = """
        Runbook("Deaf").Purpose("tests").Owner("platform");
        var begun = Param<string>("begun", "a file");
        Step("Deaf").Run(async ctx => { File.WriteAllText(begun, ""); await Task.Delay(-1); }).ReadOnly();
        """;

    private const string Program = """
        Runbook("Program").Purpose("tests").Owner("platform");
        var begun = Param<string>("begun", "a file");
        Step("Sleep").Run(Local.Exec("sh", "-c", "echo > \"$1\"; exec sleep 600", "sh", begun)
            .Effects(EffectClass.ReadOnly));
        """;

    // Writes when everybody else has gone.
    private const string Late = """
        Runbook("Late").Purpose("tests").Owner("platform");
        var begun = Param<string>("begun", "a file");
        Step("Late").Run(async ctx =>
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                File.WriteAllText(begun + ".late", Directory.CreateDirectory(
                    Path.Combine(ctx.Directory, "late")).FullName);
            File.WriteAllText(begun, "");
            await Task.Delay(-1);
        }).ReadOnly();
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly Crew _crew = new("late");

    private string Begun => Path.Combine(_crew.Desk.Folder, "begun");

    [TearDown]
    public void Leave() => _crew.Dispose();

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task A_matrix_tells_what_was_not_rehearsed(string signal, CancellationToken cancellation)
    {
        using var started = _crew.Desk.Start("rehearse", "late.csx", "--matrix", "--verbose");
        await started.SeenAsync("ok      ", 3);
        var traces = _crew.Traces(started);
        var ended = await EndAsync(started, signal);
        Assert.That(ended.ExitCode, Is.EqualTo(10), ended.ToString());
        var told = Matrix().Match(ended.Error);
        Assert.That(told.Success, ended.ToString());
        var rows = ended.Output.Split('\n').Count(l => l.StartsWith("ok ", StringComparison.Ordinal));
        Assert.That(Number(told, 1), Is.EqualTo(rows + 1), "the run without a fault counts, too");
        Assert.That(Number(told, 2), Is.GreaterThan(Number(told, 1)));
        Assert.That(Number(told, 3), Is.EqualTo(Number(told, 2) - Number(told, 1)));
        Assert.That(await _crew.LeftAsync(traces, cancellation), Is.Empty);
    }

    [Test]
    public async Task A_test_tells_which_runbooks_were_not_tested(CancellationToken cancellation)
    {
        _crew.Desk.Put("early.csx", RehearseSpecs.Shop);
        _crew.Desk.Put("early.world.csx", RehearseSpecs.World);
        _crew.Desk.Put("never.csx", RehearseSpecs.Shop);
        _crew.Desk.Put("never.world.csx", RehearseSpecs.World);
        using var started = _crew.Desk.Start("test", "--verbose");
        await started.SeenAsync("early.csx: ");
        await started.SeenAsync("        ok rows: ", 2);
        var traces = _crew.Traces(started);
        var ended = await EndAsync(started, "INT");
        Assert.That(ended.ExitCode, Is.EqualTo(10), ended.ToString());
        Assert.That(ended.Output, Does.Not.Contain("runbooks passed"));
        Assert.That(ended.Error, Does.Match(Test()));
        Assert.That(await _crew.LeftAsync(traces, cancellation), Is.Empty);
        Assert.That(Directory.Exists(Path.Combine(_crew.Desk.Folder, "snapshots", "late")), Is.False);
    }

    [Test]
    public async Task A_program_that_would_not_end_is_ended(CancellationToken cancellation)
    {
        using var started = await StartAsync(Program, cancellation);
        var traces = _crew.Traces(started);
        Assert.That(traces.Names, Does.Contain("sleep"), "it looked at nothing");
        var ended = await EndAsync(started, "INT");
        Assert.That(
            ended.ToString(),
            Is.EqualTo(
                new Ended(
                    10,
                    "",
                    "Giving up. Once more ends at once; nothing stays behind then, either.\n"
                        + "given up: the rehearsal had not ended. What was started for it has ended.\n"
                ).ToString()
            )
        );
        Assert.That(await _crew.LeftAsync(traces, cancellation), Is.Empty);
    }

    [Test]
    public async Task The_second_one_does_not_wait_for_a_step_that_does_not_listen(
        CancellationToken cancellation
    )
    {
        using var started = await StartAsync(Deaf, cancellation);
        var traces = _crew.Traces(started);
        started.Signal("INT");
        await started.ErrorSeenAsync("Giving up.");
        var ended = await EndAsync(started, "INT");
        Assert.That(ended.ExitCode, Is.EqualTo(130), ended.ToString());
        Assert.That(await _crew.LeftAsync(traces, cancellation), Is.Empty);
    }

    [Test]
    public async Task What_is_written_last_goes_too(CancellationToken cancellation)
    {
        using var started = await StartAsync(Late, cancellation);
        var traces = _crew.Traces(started);
        var ended = await EndAsync(started, "INT");
        Assert.That(ended.ExitCode, Is.EqualTo(10), ended.ToString());
        var written = await File.ReadAllTextAsync(Begun + ".late", cancellation);
        Assert.That(written, Does.StartWith(_crew.Folder), "it wrote nothing");
        Assert.That(await _crew.LeftAsync(traces, cancellation), Is.Empty);
    }

    private async Task<Started> StartAsync(string script, CancellationToken cancellation)
    {
        _crew.Desk.Put("one.csx", script);
        _crew.Desk.Put("one.world.csx", RehearseSpecs.World);
        using var born = new Births(_crew.Desk.Folder, "begun", 1);
        var started = _crew.Desk.Start("rehearse", "one.csx", "-p", $"begun={Begun}");
        await born.Seen.WaitAsync(cancellation);
        return started;
    }

    private static async Task<Ended> EndAsync(Started started, string signal)
    {
        var began = Stopwatch.GetTimestamp();
        started.Signal(signal);
        var ended = await started.EndAsync();
        Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(Bound));
        return ended;
    }

    private static int Number(Match match, int group) =>
        int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^Giving up\. Once more ends at once; nothing stays behind then, either\.\n"
            + @"given up: (\d+) of (\d+) scenarios were rehearsed, (\d+) were not\. "
            + @"What was started for it has ended\.\n$"
    )]
    private static partial Regex Matrix();

    [GeneratedRegex(
        @"^Giving up\. Once more ends at once; nothing stays behind then, either\.\n"
            + @"given up: 1 of 3 runbooks were tested\. Of late\.csx \d+ of \d+ scenarios were rehearsed, "
            + @"\d+ were not\. Not begun: never\.csx\. What was started for them has ended\.\n$"
    )]
    private static partial Regex Test();
}
