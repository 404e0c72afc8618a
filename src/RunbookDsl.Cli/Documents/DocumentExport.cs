using System.Runtime.CompilerServices;
using System.Text;
using RunbookDsl.Documents;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook export --format</c>: a runbook as a document, from its script or from the script that a run
/// keeps.
/// </summary>
internal static class DocumentExport
{
    // The compiler's and Markdown's assemblies come with this method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(Invocation invocation, Session session, string format)
    {
        if (format is not ("md" or "html"))
            throw new UsageException(
                $"there is no format '{format}': md and html are there.",
                invocation.Command
            );
        if (invocation.Has("--to"))
            throw new UsageException("--to copies a run; it has no --format.", invocation.Command);
        if (invocation.Has("--json"))
            throw new UsageException("a document has no --json form.", invocation.Command);
        var (plan, script) = Source(invocation, session);
        session.Out.Write(
            format == "md" ? RunbookDocument.Markdown(plan, script) : RunbookDocument.Html(plan, script)
        );
        return ExitCodes.Done;
    }

    private static (Plan Plan, string Script) Source(Invocation invocation, Session session)
    {
        if (invocation.Argument(0) is { } file && file.EndsWith(".csx", StringComparison.Ordinal))
        {
            var inputs = PlanInputs.Of(session, invocation, file) with { AllowsPlaceholders = true };
            var loaded = ScriptWorld.Loader(session.Settings).Load(inputs);
            session.Remark(loaded);
            return (loaded.Plan, File.ReadAllText(loaded.Plan.ScriptPath));
        }
        var view = RunView.Find(session, invocation);
        var archive = RunArchive.Read(view.History, view.State.Sources);
        var plan = archive.Plan(view.State, session.Settings, out _).Plan;
        return (
            plan,
            archive.Files.TryGetValue(plan.ScriptPath, out var script) ? Encoding.UTF8.GetString(script) : ""
        );
    }
}
