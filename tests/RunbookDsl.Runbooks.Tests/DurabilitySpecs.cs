using System.Diagnostics;
using System.Globalization;
using RunbookDsl.Runbooks.Tests.Storage;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>
/// The real program under strace: what it syncs, and what it does when a sync fails. Needs strace
/// (<c>apt-get install -y strace</c>).
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class DurabilitySpecs
{
    // On one thread from the beginning to the end: strace counts the calls of each thread by themselves.
    private const string Mutating =
        "Step(\"s{0}\").Run(async ctx => {{ await Task.CompletedTask; File.AppendAllText(\"{1}\", \"{0}\\n\"); }});";
    private const string Looking =
        "Step(\"s{0}\").Run(async ctx => await File.ReadAllTextAsync(\"/dev/null\")).ReadOnly();";

    /// <summary>
    /// Two runs that differ by ten steps differ by twenty syncs, or by ten when the steps only look.
    /// </summary>
    [TestCase(Mutating, 2)]
    [TestCase(Looking, 1)]
    [CancelAfter(120_000)]
    public async Task A_step_costs_exactly_its_syncs(string step, int syncs)
    {
        using var folder = new TemporaryFolder();
        var few = await CountAsync(folder, step, 5);
        var many = await CountAsync(folder, step, 15);
        Assert.That(many - few, Is.EqualTo(10 * syncs), $"{few} syncs with 5 steps, {many} with 15");
    }

    /// <summary>
    /// Whichever sync fails: the run stops with exit code 74, and nothing after it is executed.
    /// </summary>
    [Test, CancelAfter(240_000)]
    public async Task A_failed_sync_stops_the_run_and_nothing_later_is_executed()
    {
        using var folder = new TemporaryFolder();
        using var spills = new SpillFolder();
        var script = Write(folder, Mutating, 3);
        var (failures, spilled) = (0, 0);
        for (var k = 1; ; k++)
        {
            folder.Clear("home", "effects");
            var ended = await TraceAsync(folder, script, k, spills.Path);
            var injected = ended.Error.IndexOf("(INJECTED)", StringComparison.Ordinal);
            if (injected < 0)
                break;
            failures++;
            Assert.That(ended.ExitCode, Is.EqualTo(74), $"sync {k} failed: {ended}");
            Assert.That(ended.Error, Does.Contain("fdatasync").And.Contain("runbook: "), $"sync {k}");
            Assert.That(
                ended.Error[injected..],
                Does.Not.Contain(folder.File("effects")),
                $"an effect after sync {k} failed"
            );
            spilled += spills.Take();
            Assert.That(SpillFolder.Elsewhere(folder.File("home")), Is.Empty, $"sync {k}");
        }
        Assert.That(failures, Is.GreaterThanOrEqualTo(6), "at least two for each step");
        Assert.That(spilled, Is.EqualTo(3), "one outcome of each step");
    }

    private static async Task<int> CountAsync(TemporaryFolder folder, string step, int steps)
    {
        folder.Clear("home", "effects");
        var ended = await TraceAsync(folder, Write(folder, step, steps), null);
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        return Syncs(ended.Error);
    }

    private static string Write(TemporaryFolder folder, string step, int steps)
    {
        var lines = Enumerable
            .Range(1, steps)
            .Select(n => string.Format(CultureInfo.InvariantCulture, step, n, folder.File("effects")));
        var script = folder.File($"steps-{steps}.csx");
        File.WriteAllLines(script, lines);
        return script;
    }

    private static int Syncs(string trace) =>
        trace.Split('\n').Count(l => l.Contains("fdatasync(", StringComparison.Ordinal));

    private static async Task<Ended> TraceAsync(
        TemporaryFolder folder,
        string script,
        int? failing,
        string? spills = null
    )
    {
        var start = new ProcessStartInfo("strace")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] inject = failing is { } k ? ["-e", $"inject=fdatasync:error=EIO:when={k}"] : [];
        string[] arguments =
        [
            "-f",
            "-e",
            "trace=fdatasync,openat",
            .. inject,
            "dotnet",
            Tree.Program,
            "exec",
            script,
            "--non-interactive",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["RUNBOOK_HOME"] = folder.File("home");
        start.Environment["RUNBOOK_CACHE"] = folder.File("cache");
        start.Environment["RUNBOOK_SPILL"] = spills;
        using var process =
            Process.Start(start)
            ?? throw new InvalidOperationException("strace is missing: apt-get install -y strace");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(RunbookProcess.Limit);
        await process.WaitForExitAsync(limit.Token);
        return new Ended(process.ExitCode, await output, await error);
    }
}
