namespace RunbookDsl.Testing.Tests;

/// <summary>The kinds of file systems, for test cases: a public test may not name an internal type.</summary>
public enum FileSystemKindName
{
    /// <summary>ext4 data=ordered.</summary>
    Ext4Ordered,

    /// <summary>ext4 data=journal.</summary>
    Ext4Journal,

    /// <summary>XFS.</summary>
    Xfs,

    /// <summary>Btrfs.</summary>
    Btrfs,
}
