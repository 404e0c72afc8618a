using System.Globalization;
using System.Runtime.CompilerServices;
using RunbookDsl.Scripting;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary><c>runbook test</c>: everything that can go wrong, with every runbook that has a world.</summary>
internal static class TestCommand
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<int> RunAsync(Invocation invocation, Session session) =>
        RehearsalSignals.WatchAsync(session, stop => RunAsync(invocation, session, stop));

    private static async Task<int> RunAsync(Invocation invocation, Session session, CancellationToken stop)
    {
        var scripts = TestFiles.Find(invocation, session);
        var report = new TestReport(session, invocation);
        var isCi = invocation.Has("--ci") || IsCi(session.Settings);
        if (isCi && invocation.Has("--accept"))
            throw new UsageException(
                "--accept writes, and this is CI, which never does: accept on your own machine and commit.",
                invocation.Command
            );
        foreach (var script in scripts)
        {
            report.Begin(script);
            var options = new RunbookTestOptions
            {
                IsCi = isCi,
                MinimumCoverage = Number(invocation, "--min", 0, 100) ?? 0,
                Repeat = Number(invocation, "--repeat", 1, 100) ?? 1,
                OnRow = report.Row,
            };
            try
            {
                var result = await RunbookTest
                    .RunAsync(script, RehearsalSession.Settings(session), options, stop)
                    .ConfigureAwait(false);
                report.End(invocation.Has("--accept") ? Accepted(result) : result);
            }
            catch (OperationCanceledException e) when (stop.IsCancellationRequested)
            {
                report.GivenUp(RehearsalSignals.NotDone(e), scripts.SkipWhile(s => s != script));
                return ExitCodes.Aborted;
            }
            catch (Exception e)
                when (e
                        is WorldException
                            or AuthoringException
                            or ScriptCompilationException
                            or SnapshotException
                )
            {
                report.Broken(script, Failure.Text(e, session.Settings));
            }
        }
        return report.Sum();
    }

    private static RunbookTestResult Accepted(RunbookTestResult result)
    {
        foreach (var pending in result.Snapshots.Pending([RunbookTest.Clean, RunbookTest.All]))
            result.Snapshots.Accept(pending);
        // What was accepted is no problem any more; everything else is.
        var text = SnapshotReport.Of(result.Snapshots, result.Outcomes).TrimEnd();
        return result with { Problems = [.. result.Problems.Where(p => text.Length == 0 || p != text)] };
    }

    private static bool IsCi(ProcessSettings settings) =>
        settings.Value("CI") is { } ci && ci is not ("false" or "0");

    private static int? Number(Invocation invocation, string option, int least, int most)
    {
        if (invocation.Value(option)?.TrimEnd('%') is not { } text)
            return null;
        return
            int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
            ? number
            : throw new UsageException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{option} wants a number from {least} to {most}: '{text}' is none."
                ),
                invocation.Command
            );
    }
}
