namespace RunbookDsl.Testing;

/// <summary>Shows that a runbook survives a crash wherever it happens.</summary>
public static class CrashPoints
{
    /// <summary>
    /// Ends the process before and after every journal call and every call to the disk, with and without
    /// a loss
    /// of power, also while the resume goes on; then resumes until the run has ended, settling what is
    /// held as
    /// an operator would. Everything happens in memory with the real engine over the real file store on a
    /// simulated disk; time is virtual.
    /// </summary>
    /// <param name="scenario">The plan, and the world it works on.</param>
    /// <param name="check">
    /// Called with each run that was crashed, after it has ended; throws when something is wrong. Null checks
    /// the invariants only: no acknowledged outcome lost or repeated, no effect without intent, no doubt
    /// passed
    /// over, the journal verifies, and world, results and number of effects are those of an
    /// uninterrupted run.
    /// </param>
    /// <param name="cancellation">Checked between two runs.</param>
    /// <exception cref="InvariantException">
    /// An invariant is broken. The message names seed, point, call and file, the invariant and both
    /// histories.
    /// </exception>
    public static async Task<CrashReport> ForEachCrashPoint(
        CrashScenario scenario,
        Action<CrashOutcome>? check = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var folder = Directory.CreateTempSubdirectory("runbook-crash-").FullName;
        try
        {
            return await new CrashSweep(scenario, check, folder, cancellation)
                .RunAsync()
                .ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
