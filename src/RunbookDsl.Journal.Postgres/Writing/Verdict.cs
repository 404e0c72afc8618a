namespace RunbookDsl.Journal.Postgres;

/// <summary>What became of an append.</summary>
/// <param name="Fate">Whether it is in the journal.</param>
/// <param name="Epoch">The run's epoch now.</param>
internal readonly record struct Verdict(AppendFate Fate, long Epoch);
