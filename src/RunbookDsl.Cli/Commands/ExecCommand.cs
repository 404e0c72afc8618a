using System.Runtime.CompilerServices;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary><c>runbook exec</c>: plans and carries out.</summary>
internal static class ExecCommand
{
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        var fixedPlan = FixedPlan(invocation, session);
        var inputs = Inputs(invocation, session, fixedPlan);
        if (invocation.Has("--debug"))
            await DebuggerWait.UntilAttachedAsync(session).ConfigureAwait(false);
        using var audience = Audience.Of(session, invocation);
        if (invocation.Has("--sandbox"))
            return await InSandboxAsync(invocation, session, audience, inputs).ConfigureAwait(false);
        var scripts = ScriptWorld.Loader(session.Settings);
        var loaded = scripts.Load(inputs);
        session.Remark(loaded);
        fixedPlan?.Check(loaded.Plan);
        var store = session.Store(invocation);
        var services = Composition.Real(session, store, scripts, loaded.Plan.Directory, audience);
        var drive = new RunDrive(session, invocation, services, audience);
        return await drive
            .StartAsync(Request(invocation, loaded.Plan, loaded.ToArchive))
            .ConfigureAwait(false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> InSandboxAsync(
        Invocation invocation,
        Session session,
        Audience audience,
        AuthoringInputs inputs
    ) => new SandboxExec(invocation, session, audience).RunAsync(inputs, Request(invocation, null!, []));

    private static RunRequest Request(Invocation invocation, Plan plan, IReadOnlyList<string> sources) =>
        new(plan)
        {
            Sources = sources,
            Until = invocation.Value("--until"),
            Skips = SkipOptions.Of(invocation),
        };

    private static PlanFile? FixedPlan(Invocation invocation, Session session)
    {
        if (invocation.Value("--plan") is { } file)
            return PlanFile.Read(Path.GetFullPath(file, session.Settings.WorkingDirectory));
        return invocation.Argument(0) is null
            ? throw new UsageException("FILE is missing.", invocation.Command)
            : null;
    }

    private static AuthoringInputs Inputs(Invocation invocation, Session session, PlanFile? plan)
    {
        var inputs = PlanInputs.Of(session, invocation, invocation.Argument(0) ?? plan!.Script);
        if (plan is null)
            return inputs;
        var parameters = new Dictionary<string, string>(plan.Parameters);
        foreach (var (name, value) in inputs.Parameters)
            parameters[name] = value;
        return inputs with { Parameters = parameters, WindowStart = inputs.WindowStart ?? plan.WindowStart };
    }
}
