using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook rerun</c>: a new run of what a closed one did, with its parameters and the script of today. The
/// new run says which one it repeats.
/// </summary>
internal static class RerunCommand
{
    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        var run = RunView.Find(session, invocation);
        Check(run);
        var given = PlanInputs.Of(session, invocation, run.State.ScriptPath);
        var parameters = new Dictionary<string, string>(run.State.Parameters);
        foreach (var (name, value) in given.Parameters)
            parameters[name] = value;
        using var audience = Audience.Of(session, invocation);
        var scripts = ScriptWorld.Loader(session.Settings);
        var loaded = scripts.Load(given with { Parameters = parameters });
        session.Remark(loaded);
        var store = session.Store(invocation);
        var services = Composition.Real(session, store, scripts, loaded.Plan.Directory, audience);
        var request = new RunRequest(loaded.Plan)
        {
            Sources = loaded.Sources,
            Until = invocation.Value("--until"),
            Skips = SkipOptions.Of(invocation),
            ForkedFrom = run.State.RunId,
        };
        return await new RunDrive(session, invocation, services, audience)
            .StartAsync(request)
            .ConfigureAwait(false);
    }

    private static void Check(RunView run)
    {
        var id = run.State.RunId;
        if (run.State.IsSandbox)
            throw new EngineException(
                $"run {id} worked in a sandbox that ended with its process: begin a new one with `runbook exec "
                    + "--sandbox`."
            );
        if (!run.State.IsClosed)
            throw new EngineException(
                $"run {id} is {run.Status}, not closed: go on with `runbook resume {id}` or take it back with "
                    + $"`runbook undo {id}`. Only what is over is run anew."
            );
        if (!File.Exists(run.State.ScriptPath))
            throw new EngineException(
                $"the script of run {id} is gone: {run.State.ScriptPath}. What it said is archived in "
                    + $"{Path.Combine(run.History.Location, "script")}: put it back there, then try again."
            );
    }
}
