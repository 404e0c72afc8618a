namespace RunbookDsl.Journal;

/// <summary>Where a segment begins.</summary>
internal sealed record FileJournalStart(RunIdentity Run, string Location, RunLock Lock, NativeFile File)
{
    internal required Disk Disk { get; init; }

    /// <summary>Hash of the line before.</summary>
    internal required byte[] Chain { get; init; }

    /// <summary>Number of the line before.</summary>
    internal required long Seq { get; init; }

    internal required int Epoch { get; init; }
}
