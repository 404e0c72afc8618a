using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>What stands around the disk and around the journal. Default: nothing.</summary>
internal sealed record Wrapping
{
    /// <summary>Around the disk, below the file store.</summary>
    internal Func<Disk, Disk> Disk { get; init; } = disk => disk;

    /// <summary>Around the journal, below the engine.</summary>
    internal Func<IJournalStore, IJournalStore> Store { get; init; } = store => store;
}
