using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary><c>runbook export</c>: a run as files that are a journal of their own.</summary>
internal static class ExportCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Value("--format") is { } format)
            return Task.FromResult(DocumentExport.Run(invocation, session, format));
        var store = session.Store(invocation);
        var runId = store.FindRun(invocation.Argument(0) ?? "latest");
        if (invocation.Value("--to") is not { Length: > 0 } to)
            throw new UsageException(
                "--to DIRECTORY or --to FILE.tar is missing; --format md gives a document.",
                invocation.Command
            );
        var place = Path.GetFullPath(to, session.Settings.WorkingDirectory);
        var export = new RunExport(store, session.Content(invocation, store));
        var isTar = place.EndsWith(".tar", StringComparison.Ordinal);
        var files = isTar ? export.ToTar(runId, place) : export.ToDirectory(runId, place);
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", runId);
                    w.WriteString("to", place);
                    w.WriteNumber("files", files);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(
                $"Run {runId} is in {session.Settings.Shown(place)}: {files} files.\n"
                    + (
                        isTar
                            ? $"Next:    mkdir DIR && tar -xf {place} -C DIR, then runbook verify {runId} "
                                + "--journal DIR\n"
                            : $"Next:    runbook verify {runId} --journal {place}\n"
                    )
            );
        return Task.FromResult(ExitCodes.Done);
    }
}
