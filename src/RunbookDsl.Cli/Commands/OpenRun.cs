using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>A run that is to be worked on again, with the plan its script makes today.</summary>
internal sealed record OpenRun(string RunId, RunRequest Request, EngineServices Services, Audience Audience)
    : IDisposable
{
    public static OpenRun Find(Session session, Invocation invocation)
    {
        var store = session.Store(invocation);
        var runId = store.FindRun(invocation.Argument(0) ?? "latest");
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
        var loaded = scripts.Load(inputs);
        var audience = Audience.Of(session, invocation);
        var services = Composition.Real(session, store, scripts, loaded.Plan.Directory, audience);
        return new OpenRun(
            runId,
            new RunRequest(loaded.Plan) { Sources = loaded.Sources },
            services,
            audience
        );
    }

    /// <inheritdoc/>
    public void Dispose() => Audience.Dispose();
}
