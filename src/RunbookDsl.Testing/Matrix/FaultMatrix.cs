using System.Diagnostics;

namespace RunbookDsl.Testing;

/// <summary>Tries everything that can go wrong with one runbook.</summary>
public static class FaultMatrix
{
    /// <summary>What is tried with a runbook after its run without a fault, in the order of the
    /// plan.</summary>
    /// <param name="clean">The run without a fault; it has to have passed.</param>
    /// <param name="options">What is tried.</param>
    public static IReadOnlyList<Scenario> ScenariosOf(RehearsalResult clean, MatrixOptions options)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(options);
        return new MatrixPlan(clean, options).Scenarios();
    }

    /// <summary>
    /// Rehearses it once without a fault, then once for each fault of each step, each crash, each way back
    /// and each no; each time in a world of its own, held against the run without a fault.
    /// </summary>
    /// <param name="rehearsal">The runbook.</param>
    /// <param name="options">What is tried.</param>
    /// <param name="onRow">Called with each scenario that has ended, from several threads; null for
    /// nobody.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<MatrixResult> RunAsync(
        Rehearsal rehearsal,
        MatrixOptions options,
        Action<RehearsalResult>? onRow,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        ArgumentNullException.ThrowIfNull(options);
        var began = Stopwatch.GetTimestamp();
        var reference = await rehearsal.ReferAsync(cancellation).ConfigureAwait(false);
        if (!reference.Clean.IsPassed)
            return new MatrixResult(reference, []) { Took = Stopwatch.GetElapsedTime(began) };
        var scenarios = ScenariosOf(reference.Clean, options);
        var rows = new RehearsalResult[scenarios.Count];
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, scenarios.Count),
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = options.AtOnce,
                    CancellationToken = cancellation,
                },
                async (i, token) =>
                {
                    rows[i] = await rehearsal.RunAsync(scenarios[i], reference, token).ConfigureAwait(false);
                    onRow?.Invoke(rows[i]);
                }
            )
            .ConfigureAwait(false);
        return new MatrixResult(reference, rows) { Took = Stopwatch.GetElapsedTime(began) };
    }
}
