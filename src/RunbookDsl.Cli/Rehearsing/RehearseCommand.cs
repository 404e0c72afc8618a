using System.Runtime.CompilerServices;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary><c>runbook rehearse</c>: one runbook in its world, with what is to go wrong.</summary>
internal static class RehearseCommand
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<int> RunAsync(Invocation invocation, Session session) =>
        RehearsalSignals.WatchAsync(session, stop => RunAsync(invocation, session, stop));

    private static async Task<int> RunAsync(Invocation invocation, Session session, CancellationToken stop)
    {
        if (invocation.Has("--debug"))
            await DebuggerWait.UntilAttachedAsync(session, stop).ConfigureAwait(false);
        if (invocation.Has("--like"))
            return await LikeCommand.RunAsync(invocation, session, stop).ConfigureAwait(false);
        var script = Path.GetFullPath(invocation.Argument(0)!, session.Settings.WorkingDirectory);
        var file = await RunbookFile
            .OpenAsync(script, RehearsalSession.Settings(session), PlanInputs.Parameters(invocation), stop)
            .ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            var report = new RehearsalReport(session, invocation, file.Plan);
            var options = Options(invocation);
            if (options is not null)
                return report.Tell(
                    await FaultMatrix
                        .RunAsync(file.Rehearsal, options, report.Row, stop)
                        .ConfigureAwait(false)
                );
            var scenario = Scenario(invocation, file.Plan);
            var reference = IsPlain(scenario)
                ? null
                : await file.Rehearsal.ReferAsync(stop).ConfigureAwait(false);
            if (reference is { Clean.IsPassed: false })
                return report.Tell(reference.Clean);
            return report.Tell(
                await file.Rehearsal.RunAsync(scenario, reference, stop).ConfigureAwait(false)
            );
        }
    }

    private static Scenario Scenario(Invocation invocation, Plan plan)
    {
        var faults = invocation.Values("--fault");
        var scenario = new Scenario(faults.Count == 0 ? "clean" : string.Join(" + ", faults));
        try
        {
            foreach (var fault in faults)
                scenario = scenario.With(fault, plan);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--fault {e.Message}.", invocation.Command);
        }
        if (invocation.Value("--until") is { } until)
        {
            if (plan.Find(until) is null)
                throw new UsageException(
                    $"--until: there is no step '{until}'"
                        + $"{Nearest.Suggest(until, plan.Steps.Select(s => s.Id))}.",
                    invocation.Command
                );
            scenario = scenario with { Until = until, Ending = ScenarioEnding.TakeBack };
        }
        return invocation.Has("--undo") ? scenario with { Ending = ScenarioEnding.TakeBack }
            : invocation.Has("--again") ? scenario with { RunsAgain = true }
            : scenario;
    }

    private static bool IsPlain(Scenario scenario) =>
        scenario is { Faults.Count: 0, Crash: null, RefusedAt: null, Until: null, RunsAgain: false };

    private static MatrixOptions? Options(Invocation invocation)
    {
        var (faults, crashes) = (invocation.Has("--every-fault"), invocation.Has("--every-crash"));
        var all = invocation.Has("--matrix") || invocation.Has("--coverage");
        if (!faults && !crashes && !all)
            return null;
        return new MatrixOptions
        {
            Faults = all || faults,
            Crashes = all || crashes,
            Undos = all,
            Refusals = all || faults,
            Again = all,
        };
    }
}
