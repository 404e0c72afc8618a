using System.Runtime.CompilerServices;

namespace RunbookDsl.Engine;

/// <summary>Looks at an assertion until it holds or its time is used up.</summary>
internal static class AssertionLoop
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public static async Task<Verdict> RunAsync(
        RunScope scope,
        PlannedStep step,
        Func<CancellationToken, Task<Verdict>> look,
        TimeSpan within,
        TimeSpan? every
    )
    {
        var began = scope.Services.Clock.GetTimestamp();
        while (true)
        {
            var verdict = await LookAsync(scope, look).ConfigureAwait(false);
            var gone = scope.Services.Clock.GetElapsedTime(began);
            var left = within - gone;
            if (verdict.Passed || left <= TimeSpan.Zero || scope.Control.Stop.IsCancellationRequested)
                return verdict;
            scope.Emit(
                RunEventKind.StepProgress,
                step,
                $"verifying, {Durations.Text(left)} left: {verdict.Evidence}"
            );
            await scope
                .Services.Pause.UntilAsync(
                    DateTimeOffset.MaxValue,
                    Pause(every, gone, left),
                    scope.Control.Cancel
                )
                .ConfigureAwait(false);
        }
    }

    // What has not come in a minute rarely comes in the next second; the last look is at the very end.
    private static TimeSpan Pause(TimeSpan? every, TimeSpan gone, TimeSpan left)
    {
        var pause = every ?? TimeSpan.FromTicks(Math.Clamp(gone.Ticks / 8, Shortest.Ticks, Longest.Ticks));
        return pause < left ? pause : left;
    }

    // A look that fails has not seen what it should: that is a verdict, with the failure as its evidence.
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private static async Task<Verdict> LookAsync(RunScope scope, Func<CancellationToken, Task<Verdict>> look)
    {
        using var limit = new LookLimit(scope, scope.Services.ProbePatience, isBrakeHeeded: true);
        try
        {
            var running = look(limit.Token);
            limit.Watch(running);
            if (await Patience.EndsAsync(running, scope.Services, limit.Token).ConfigureAwait(false))
                return await running.ConfigureAwait(false);
            return limit.IsOver
                ? Verdict.Fail("the check did not stop when it was cancelled")
                : throw new OperationCanceledException(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            return Verdict.Fail(
                $"the check gave no answer within {Durations.Text(scope.Services.ProbePatience)}"
            );
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not (Journal.JournalException or RunHeldException))
        {
            return Verdict.Fail($"the check itself failed: {e.Message}");
        }
    }
}
