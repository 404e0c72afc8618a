namespace RunbookDsl.Engine;

/// <summary>Looks at an assertion until it holds or its time is used up.</summary>
internal static class AssertionLoop
{
    public static async Task<Verdict> RunAsync(
        RunScope scope,
        PlannedStep step,
        Func<CancellationToken, Task<Verdict>> look,
        TimeSpan within,
        TimeSpan every
    )
    {
        var until = scope.Now + within;
        while (true)
        {
            var verdict = await LookAsync(look, scope.Control.Cancel).ConfigureAwait(false);
            var now = scope.Now;
            if (verdict.Passed || now >= until || scope.Control.Stop.IsCancellationRequested)
                return verdict;
            scope.Emit(
                RunEventKind.StepProgress,
                step,
                $"verifying, {Durations.Text(until - now)} left: {verdict.Evidence}"
            );
            await scope
                .Services.Pause.UntilAsync(now + every, every, scope.Control.Cancel)
                .ConfigureAwait(false);
        }
    }

    // A look that fails has not seen what it should: that is a verdict, with the failure as its evidence.
    private static async Task<Verdict> LookAsync(
        Func<CancellationToken, Task<Verdict>> look,
        CancellationToken cancellation
    )
    {
        try
        {
            return await look(cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is not (OperationCanceledException or Journal.JournalException or RunHeldException))
        {
            return Verdict.Fail($"the check itself failed: {e.Message}");
        }
    }
}
