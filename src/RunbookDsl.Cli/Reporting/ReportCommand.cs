namespace RunbookDsl.Cli;

/// <summary><c>runbook report</c>: what is handed to those who were not there, made of the journal.</summary>
internal static class ReportCommand
{
    private const string Markdown = "md";
    private const string PostMortem = "post-mortem";

    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var format = invocation.Value("--format") ?? Markdown;
        if (format is not (Markdown or PostMortem))
            throw new UsageException(
                $"there is no format '{format}': {Markdown} and {PostMortem} are there."
            );
        var report = RunReport.Of(RunView.Find(session, invocation));
        session.Out.Write(format == Markdown ? ReportText.Of(report) : PostMortemText.Of(report));
        return Task.FromResult(ExitCodes.Done);
    }
}
