namespace RunbookDsl.Testing.Scripts;

/// <summary>
/// The whole test of a runbook: every scenario in a world of its own, the transcript of the clean run and the
/// table of all scenarios against their snapshots, and the coverage against its limit.
/// </summary>
public static class RunbookTest
{
    /// <summary>Name of the snapshot of the clean run.</summary>
    public const string Clean = "clean";

    /// <summary>Name of the snapshot of all scenarios.</summary>
    public const string All = "matrix";

    /// <summary>Tests one runbook.</summary>
    /// <param name="script">Full path of the runbook; its world is beside it.</param>
    /// <param name="settings">The machine.</param>
    /// <param name="options">How it is tested.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AuthoringException">Script or world file are wrong.</exception>
    /// <exception cref="WorldException">The world cannot be had.</exception>
    public static async Task<RunbookTestResult> RunAsync(
        string script,
        RehearsalSettings settings,
        RunbookTestOptions options,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var file = await RunbookFile
            .OpenAsync(script, settings, new Dictionary<string, string>(), cancellation)
            .ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            var matrix = await FaultMatrix
                .RunAsync(file.Rehearsal, options.Matrix, options.OnRow, cancellation)
                .ConfigureAwait(false);
            var problems = matrix.Findings.Select(f => $"{f.Scenario.Name}: {f.Finding}").ToList();
            if (options.Repeat > 1 && matrix.Reference.Clean.IsPassed)
                problems.AddRange(
                    await UnsteadyAsync(file.Rehearsal, options.Repeat, cancellation).ConfigureAwait(false)
                );
            return Compared(file, matrix, options, problems);
        }
    }

    private static async Task<IEnumerable<string>> UnsteadyAsync(
        Rehearsal rehearsal,
        int times,
        CancellationToken cancellation
    )
    {
        var report = await FlakeCheck
            .RunAsync(rehearsal, Scenario.Clean, times, cancellation)
            .ConfigureAwait(false);
        return report.IsSteady ? [] : [$"{report}"];
    }

    private static RunbookTestResult Compared(
        RunbookFile file,
        MatrixResult matrix,
        RunbookTestOptions options,
        List<string> problems
    )
    {
        var script = file.Rehearsal.Subject.Script;
        var snapshots = SnapshotFolder.Open(script, options.IsCi);
        var outcomes = new List<SnapshotOutcome>
        {
            snapshots.Compare(Clean, Transcript.Of(matrix.Reference.Clean)),
        };
        // A run that does not end well without a fault leaves nothing to hold the others against.
        if (matrix.Reference.Clean.IsPassed)
            outcomes.Add(snapshots.Compare(All, Combination.Of(matrix)));
        outcomes.AddRange(snapshots.Dangling([Clean, All]));
        if (SnapshotReport.Of(snapshots, outcomes) is { Length: > 0 } differences)
            problems.Add(differences.TrimEnd());
        var coverage = Coverage.Of(file.Plan, [matrix.Reference.Clean, .. matrix.Rows]);
        if (matrix.Reference.Clean.IsPassed)
            problems.AddRange(
                coverage.Gate(options.MinimumCoverage, AllowList.Beside(script), options.Today)
            );
        return new(script, matrix, coverage, snapshots, outcomes, problems);
    }
}
