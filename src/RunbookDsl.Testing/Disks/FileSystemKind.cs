namespace RunbookDsl.Testing;

/// <summary>
/// What a file system makes of a failed write-back, after "Can Applications Recover from fsync Failures?"
/// (USENIX ATC 2020) and its cuttlefs.
/// </summary>
internal enum FileSystemKind
{
    /// <summary>
    /// ext4 data=ordered: the error is told once, the lost pages count as clean, the cache shows the new
    /// bytes, the new length becomes durable.
    /// </summary>
    Ext4Ordered,

    /// <summary>
    /// ext4 data=journal: the failing sync says "success"; the next one of the same file tells the error.
    /// </summary>
    Ext4Journal,

    /// <summary>XFS: as ext4, but the length does not become durable.</summary>
    Xfs,

    /// <summary>Btrfs: the error is told, and the cache falls back to the old bytes.</summary>
    Btrfs,
}
