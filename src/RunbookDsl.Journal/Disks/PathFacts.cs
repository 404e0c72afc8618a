namespace RunbookDsl.Journal;

/// <summary>Owner, mode bits and number of names of a path.</summary>
internal readonly record struct PathFacts(uint Owner, ushort Mode, uint Links)
{
    /// <summary>The file system it is on, as a number.</summary>
    internal ulong Device { get; init; }
}
