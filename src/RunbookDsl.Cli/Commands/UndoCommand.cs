namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook undo</c>: takes a run back, last step first, with the values captured before each change.
/// </summary>
internal static class UndoCommand
{
    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        using var open = OpenRun.Find(session, invocation);
        Spills.Mention(session, invocation, open.RunId);
        var drive = new RunDrive(session, invocation, open.Services, open.Audience);
        return await drive
            .UndoAsync(open.RunId, open.Request, invocation.Value("--to"))
            .ConfigureAwait(false);
    }
}
