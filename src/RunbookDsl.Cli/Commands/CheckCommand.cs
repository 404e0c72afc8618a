using RunbookDsl.Scripting;

namespace RunbookDsl.Cli;

/// <summary><c>runbook check</c>: compiles and plans every file; tells all mistakes of all of them.</summary>
internal static class CheckCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var host = ScriptWorld.Host(session.Settings);
        var code = ExitCodes.Done;
        foreach (var file in invocation.Arguments)
        {
            var inputs = PlanInputs.Of(session, invocation, file) with { AllowsPlaceholders = true };
            try
            {
                var loaded = new PlanLoader(host, session.Settings).Load(inputs);
                foreach (var remark in loaded.Remarks)
                    session.Errors.Line(remark);
                session.Out.Line($"{file}: ok, {loaded.Plan.Steps.Count} steps");
            }
            catch (Exception e) when (e is AuthoringException or ScriptCompilationException)
            {
                session.Errors.Write(Failure.Text(e, session.Settings));
                code = ExitCodes.Usage;
            }
        }
        return Task.FromResult(code);
    }
}
