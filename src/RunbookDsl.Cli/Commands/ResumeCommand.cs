using System.Runtime.CompilerServices;

namespace RunbookDsl.Cli;

/// <summary><c>runbook resume</c>: goes on where the journal says the run stands.</summary>
internal static class ResumeCommand
{
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        MigrateOptions.RefuseAlone(invocation);
        if (invocation.Has("--debug"))
            await DebuggerWait.UntilAttachedAsync(session).ConfigureAwait(false);
        using var open = OpenRun.Find(session, invocation);
        Spills.Mention(session, invocation, open.RunId);
        var request = open.Request with
        {
            Until = invocation.Value("--until"),
            Skips = SkipOptions.Of(invocation),
            OldAttemptEnded = Ended(invocation),
            FromFailed = invocation.Has("--from-failed"),
        };
        var drive = new RunDrive(session, invocation, open.Services, open.Audience);
        return await drive.ResumeAsync(open.RunId, request).ConfigureAwait(false);
    }

    private static string? Ended(Invocation invocation) =>
        !invocation.Has("--old-attempt-ended") ? null
        : invocation.Value("--reason") is { Length: > 0 } reason ? reason
        : throw new UsageException(
            "--old-attempt-ended wants its --reason: how do you know?",
            invocation.Command
        );
}
