namespace RunbookDsl.Testing.Scripts;

/// <summary>How the test of one runbook ended.</summary>
/// <param name="Script">Full path of the runbook.</param>
/// <param name="Matrix">Everything that was tried.</param>
/// <param name="Coverage">What of it was rehearsed.</param>
/// <param name="Snapshots">Its snapshots.</param>
/// <param name="Outcomes">What was compared, and what dangles.</param>
/// <param name="Problems">What is wrong, each in full sentences; empty when the test passes.</param>
public sealed record RunbookTestResult(
    string Script,
    MatrixResult Matrix,
    CoverageReport Coverage,
    SnapshotFolder Snapshots,
    IReadOnlyList<SnapshotOutcome> Outcomes,
    IReadOnlyList<string> Problems
)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsPassed => Problems.Count == 0;

    /// <summary>How many rehearsals there were.</summary>
    public int Scenarios => Matrix.Rows.Count + 1;
}
