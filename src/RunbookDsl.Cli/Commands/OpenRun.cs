using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunbookDsl.Scripting;

namespace RunbookDsl.Cli;

/// <summary>A run that is to be worked on again, with the plan its script makes today.</summary>
internal sealed record OpenRun(string RunId, RunRequest Request, EngineServices Services, Audience Audience)
    : IDisposable
{
    public static OpenRun Find(Session session, Invocation invocation, bool steals = false) =>
        Find(session, invocation, session.Store(invocation, steals), invocation.Argument(0));

    public static OpenRun Find(Session session, Invocation invocation, IJournalStore store, string? name)
    {
        var runId = RunChoice.Open(store, name);
        var history = store.Read(runId);
        var state = StateFold.Of(history);
        if (!File.Exists(state.ScriptPath))
            throw new ScriptChangedException(
                $"The script of run {runId} is gone: {state.ScriptPath}. What it said is archived in "
                    + $"{Path.Combine(history.Location, "script")}: put it back there, then go on.",
                []
            );
        var scripts = new PlanLoader(ScriptWorld.Host(session.Settings), session.Settings);
        var inputs = new AuthoringInputs(state.ScriptPath)
        {
            Parameters = state.Parameters,
            WindowStart = state.WindowStart,
        };
        var loaded = Load(scripts, inputs, history, session);
        var audience = Audience.Of(session, invocation);
        var services = Composition.Real(session, store, scripts, loaded.Plan.Directory, audience);
        return new OpenRun(
            runId,
            new RunRequest(loaded.Plan) { Sources = loaded.Sources },
            services,
            audience
        );
    }

    // It could be read when the run began: whatever is wrong with it now has come since.
    private static LoadedPlan Load(
        PlanLoader scripts,
        AuthoringInputs inputs,
        RunHistory history,
        Session session
    )
    {
        try
        {
            return scripts.Load(inputs);
        }
        catch (Exception e) when (e is AuthoringException or ScriptCompilationException)
        {
            throw new ScriptChangedException(
                $"{inputs.ScriptPath} no longer says what it said when run {history.RunId} began, and cannot "
                    + $"be read any more. Nothing was executed. Put the script back as it was (archived in "
                    + $"{Path.Combine(history.Location, "script")}) and go on.\n"
                    + Failure.Text(e, session.Settings).TrimEnd('\n'),
                []
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Audience.Dispose();
}
