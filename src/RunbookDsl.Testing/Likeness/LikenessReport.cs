namespace RunbookDsl.Testing;

/// <summary>A real run and its rehearsal, side by side.</summary>
/// <param name="Run">The real run.</param>
/// <param name="Replay">How it was rehearsed.</param>
/// <param name="Rehearsal">How that went.</param>
/// <param name="Rows">The steps: those of the plan in its order, then those it does not have any
/// more.</param>
/// <param name="Differences">What differs of the run as a whole, a sentence each.</param>
public sealed record LikenessReport(
    RealRun Run,
    Replay Replay,
    RehearsalResult Rehearsal,
    IReadOnlyList<LikenessRow> Rows,
    IReadOnlyList<string> Differences
)
{
    /// <summary>
    /// Whether the rehearsal went as the real run did. What could not be repeated shows where it matters: as
    /// a step that differs.
    /// </summary>
    public bool IsAlike => Differences.Count == 0 && Rows.All(r => r.Kind == LikenessKind.Alike);
}
