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
                .Services.Pause.UntilAsync(scope.Now + every, every, scope.Control.Cancel)
                .ConfigureAwait(false);
        }
    }

    // A look that fails has not seen what it should: that is a verdict, with the failure as its evidence.
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private static async Task<Verdict> LookAsync(RunScope scope, Func<CancellationToken, Task<Verdict>> look)
    {
        var cancellation = scope.Control.Cancel;
        try
        {
            var running = look(cancellation);
            if (await Patience.EndsAsync(running, scope.Services, cancellation).ConfigureAwait(false))
                return await running.ConfigureAwait(false);
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not (Journal.JournalException or RunHeldException))
        {
            return Verdict.Fail($"the check itself failed: {e.Message}");
        }
    }
}
