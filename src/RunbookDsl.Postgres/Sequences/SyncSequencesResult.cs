namespace RunbookDsl.Postgres;

/// <summary>What became of the sequences of the target.</summary>
/// <param name="Set">The sequences that were set, with the place they got.</param>
/// <param name="Kept">How many were there already, or further.</param>
public sealed record SyncSequencesResult(IReadOnlyDictionary<string, string> Set, int Kept);
