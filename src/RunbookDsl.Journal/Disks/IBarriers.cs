namespace RunbookDsl.Journal;

/// <summary>The two calls that make things durable.</summary>
internal interface IBarriers
{
    /// <summary>fdatasync(2) of a file: its content and its length.</summary>
    int SyncData(int file);

    /// <summary>fsync(2); of a directory, the names in it.</summary>
    int Sync(int file);
}
