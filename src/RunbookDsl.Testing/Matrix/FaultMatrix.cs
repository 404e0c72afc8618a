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
    /// <exception cref="MatrixCanceledException">It was given up before its last scenario.</exception>
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
        var how = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.AtOnce,
            CancellationToken = cancellation,
        };
        var rows = await RowsAsync(rehearsal, scenarios, reference, onRow, how).ConfigureAwait(false);
        return new MatrixResult(reference, rows) { Took = Stopwatch.GetElapsedTime(began) };
    }

    private static async Task<RehearsalResult[]> RowsAsync(
        Rehearsal rehearsal,
        IReadOnlyList<Scenario> scenarios,
        Reference reference,
        Action<RehearsalResult>? onRow,
        ParallelOptions how
    )
    {
        var rows = new RehearsalResult?[scenarios.Count];
        var shared = new SharedParts(reference.Clean);
        try
        {
            await Parallel
                .ForEachAsync(
                    Enumerable.Range(0, scenarios.Count),
                    how,
                    async (i, token) =>
                    {
                        var row = await rehearsal
                            .RunAsync(scenarios[i], reference, token)
                            .ConfigureAwait(false);
                        rows[i] = shared.Of(row);
                        onRow?.Invoke(row);
                    }
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (how.CancellationToken.IsCancellationRequested)
        {
            var ended = rows.Count(r => r is not null);
            throw new MatrixCanceledException(ended + 1, rows.Length + 1, how.CancellationToken);
        }
        return rows!;
    }
}
