namespace RunbookDsl.Postgres;

/// <summary>What recording the versions of collations came to.</summary>
/// <param name="Refreshed">Those recorded anew, with both versions.</param>
public sealed record RefreshCollationResult(IReadOnlyList<string> Refreshed);
