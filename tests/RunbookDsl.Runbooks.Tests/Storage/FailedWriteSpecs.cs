using System.Diagnostics;

namespace RunbookDsl.Runbooks.Tests.Storage;

/// <summary>
/// Each write of a run, a resume and an undo fails once, under strace, as a broken disk and as a used-up
/// quota fail: no effect is lost, none is done twice, and what was spilled goes back into the run.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class FailedWriteSpecs
{
    [TestCase("exec", "EIO")]
    [TestCase("exec", "EDQUOT")]
    [TestCase("exec", "ENOSPC")]
    [TestCase("resume", "EIO")]
    [TestCase("resume", "EDQUOT")]
    [TestCase("undo", "EIO")]
    [TestCase("undo", "EDQUOT")]
    [CancelAfter(290_000)]
    public async Task A_write_that_fails_loses_nothing(string verb, string error)
    {
        using var five = new FiveSteps();
        Assert.That((await five.Program.RunAsync(["plan", .. five.Exec[1..^1]])).ExitCode, Is.Zero);
        var (failed, spilled) = (0, 0);
        // The broken disk strikes at every write in turn, the full one at every other, at night at all.
        var isEach = error == "EIO" || Environment.GetEnvironmentVariable("RUNBOOK_NIGHTLY") == "1";
        for (var k = 1; ; k += isEach ? 1 : 2)
        {
            Assert.That(k, Is.LessThan(60), "it never comes to its end");
            five.Clear();
            if (verb != "exec")
            {
                var until = verb == "undo" ? "s3" : "s1";
                var begun = await five.Program.RunAsync([.. five.Exec, "--until", until]);
                Assert.That(begun.ExitCode, Is.Zero, begun.ToString());
            }
            var what = $"{verb}, write {k} fails with {error}";
            string[] words = verb == "exec" ? five.Exec : [verb, "--non-interactive"];
            var ended = await TraceAsync(five, $"pwrite64:error={error}:when={k}", words);
            if (!ended.Error.Contains("(INJECTED)", StringComparison.Ordinal))
                break;
            failed++;
            Assert.That(ended.ExitCode, Is.AnyOf(0, 3, 74), $"{what}: {ended}");
            var taken = five.HasRun ? await five.TakeInAsync(what) : 0;
            spilled += taken;
            if (taken > 0)
                Assert.That(ended.Error, Does.Contain("--from-spill"), what);
            await FinishAsync(five, verb, ended.ExitCode, what);
        }
        await TestContext.Out.WriteLineAsync(
            $"{verb} {error}: {failed} writes failed, {spilled} outcomes spilled"
        );
        Assert.That(failed, Is.GreaterThanOrEqualTo(5));
        if (error == "EIO")
            Assert.That(spilled, Is.Positive);
    }

    private static async Task FinishAsync(FiveSteps five, string verb, int code, string what)
    {
        var isUndo = verb == "undo";
        var done = isUndo ? 3 : 0;
        if (code == 74)
        {
            string[] words =
                isUndo ? ["undo", "--non-interactive"]
                : five.HasRun ? ["resume", "--non-interactive"]
                : five.Exec;
            var ended = await five.Program.RunAsync(words);
            // Only the ledger's line failed: the journal itself says that the run is over.
            if (!ended.Error.Contains("is closed (", StringComparison.Ordinal))
                Assert.That(ended.ExitCode, Is.EqualTo(done), $"{what}, then {words[0]}: {ended}");
        }
        string[] wanted = isUndo ? ["1", "2", "3", "-3", "-2", "-1"] : ["1", "2", "3", "4", "5"];
        Assert.That(five.Effects, Is.EqualTo(wanted), what);
        var verified = await five.Program.RunAsync("verify", "--all");
        Assert.That(verified.ExitCode, Is.Zero, $"{what}: {verified}");
    }

    private static async Task<Ended> TraceAsync(FiveSteps five, string inject, string[] words)
    {
        var start = new ProcessStartInfo("strace")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            "-f",
            "-qq",
            "--seccomp-bpf",
            "-e",
            "trace=pwrite64",
            "-e",
            $"inject={inject}",
            "dotnet",
            Tree.Program,
            .. words,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in five.Environment)
            start.Environment[name] = value;
        using var process =
            Process.Start(start)
            ?? throw new InvalidOperationException("strace is missing: apt-get install -y strace");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(RunbookProcess.Limit);
        await process.WaitForExitAsync(limit.Token);
        return new Ended(process.ExitCode, await output, await error);
    }
}
