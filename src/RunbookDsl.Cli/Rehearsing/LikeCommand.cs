using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook rehearse FILE --like RUN</c>: rehearses as a real run went, and compares the two.
/// </summary>
internal static class LikeCommand
{
    private static readonly string[] Others =
    [
        "--fault",
        "--every-fault",
        "--every-crash",
        "--matrix",
        "--until",
        "--undo",
        "--again",
        "--verbose",
    ];

    public static async Task<int> RunAsync(Invocation invocation, Session session, CancellationToken stop)
    {
        foreach (var other in Others)
            if (invocation.Has(other))
                throw new UsageException(
                    $"--like takes what goes wrong from the journal: {other} does not go with it.",
                    invocation.Command
                );
        var store = session.Store(invocation);
        var run = RealRun.Of(store.Read(RunChoice.Any(store, invocation.Value("--like"))));
        var script = Path.GetFullPath(invocation.Argument(0)!, session.Settings.WorkingDirectory);
        var file = await RunbookFile
            .OpenAsync(
                script,
                RehearsalSession.Settings(session),
                PlanInputs.Parameters(invocation),
                run,
                stop
            )
            .ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            if (run.Title != file.Plan.Header.Title && run.Script != script)
                throw new UsageException(
                    $"run {run.RunId} is one of \"{run.Title}\", and {session.Settings.Shown(script)} is "
                        + $"\"{file.Plan.Header.Title}\".",
                    invocation.Command
                );
            var report = await Likeness.RunAsync(run, file.Rehearsal, stop).ConfigureAwait(false);
            if (invocation.Has("--json"))
                RunJson.Print(session.Out, w => LikenessJson.Write(w, report));
            else
                session.Out.Write(LikenessText.Of(report));
            return report.IsAlike ? ExitCodes.Done : ExitCodes.Held;
        }
    }
}
