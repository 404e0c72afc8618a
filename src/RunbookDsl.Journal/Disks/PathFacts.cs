namespace RunbookDsl.Journal;

/// <summary>Owner, mode bits and number of names of a path.</summary>
internal readonly record struct PathFacts(uint Owner, ushort Mode, uint Links);
