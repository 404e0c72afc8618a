using System.Runtime.CompilerServices;

namespace RunbookDsl.Engine;

/// <summary>Looks at an assertion until it holds or its time is used up.</summary>
internal static class AssertionLoop
{
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public static async Task<Verdict> RunAsync(
        RunScope scope,
        PlannedStep step,
        Func<CancellationToken, Task<Verdict>> look,
        TimeSpan within,
        TimeSpan every
    )
    {
        var began = scope.Services.Clock.GetTimestamp();
        while (true)
        {
            var verdict = await LookAsync(scope, look).ConfigureAwait(false);
            var left = within - scope.Services.Clock.GetElapsedTime(began);
            if (verdict.Passed || left <= TimeSpan.Zero || scope.Control.Stop.IsCancellationRequested)
                return verdict;
            scope.Emit(
                RunEventKind.StepProgress,
                step,
                $"verifying, {Durations.Text(left)} left: {verdict.Evidence}"
            );
            await scope
                .Services.Pause.UntilAsync(DateTimeOffset.MaxValue, every, scope.Control.Cancel)
                .ConfigureAwait(false);
        }
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
