using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary><c>runbook exec</c>: plans and carries out.</summary>
internal static class ExecCommand
{
    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        var scripts = new PlanLoader(ScriptWorld.Host(session.Settings), session.Settings);
        var loaded = scripts.Load(PlanInputs.Of(session, invocation, invocation.Argument(0)!));
        foreach (var remark in loaded.Remarks)
            session.Errors.Line(remark);
        var request = new RunRequest(loaded.Plan)
        {
            Sources = loaded.Sources,
            Until = invocation.Value("--until"),
            Skips = SkipOptions.Of(invocation),
        };
        var audience = Audience.Of(session, invocation);
        var store = session.Store(invocation);
        var services = Composition.Real(session, store, scripts, loaded.Plan.Directory, audience);
        var drive = new RunDrive(session, invocation, services);
        return await drive.RunAsync(request, null).ConfigureAwait(false);
    }
}
