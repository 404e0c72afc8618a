namespace RunbookDsl.Cli;

/// <summary><c>runbook report</c>: what is handed to those who were not there, made of the journal.</summary>
internal static class ReportCommand
{
    private const string Markdown = "md";

    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var format = invocation.Value("--format") ?? Markdown;
        if (format != Markdown)
            throw new UsageException($"there is no format '{format}': md is the one there is.");
        var report = RunReport.Of(RunView.Find(session, invocation));
        session.Out.Write(ReportText.Of(report));
        return Task.FromResult(ExitCodes.Done);
    }
}
