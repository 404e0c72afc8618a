namespace RunbookDsl.Testing;

/// <summary>One step of a comparison.</summary>
/// <param name="Step">Its id, as it is now.</param>
/// <param name="Kind">How the two stand to each other.</param>
/// <param name="Real">How it went in the real run; null when it left no trace there.</param>
/// <param name="Here">How it went in the rehearsal; null when it left no trace there.</param>
/// <param name="Differences">What differs, a sentence each.</param>
public sealed record LikenessRow(
    string Step,
    LikenessKind Kind,
    StepTrail? Real,
    StepTrail? Here,
    IReadOnlyList<string> Differences
);
