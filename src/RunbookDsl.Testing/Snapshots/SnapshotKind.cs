namespace RunbookDsl.Testing;

/// <summary>How a text compares with its snapshot.</summary>
public enum SnapshotKind
{
    /// <summary>It is the same.</summary>
    Equal,

    /// <summary>There is no snapshot yet.</summary>
    New,

    /// <summary>It differs from its snapshot.</summary>
    Changed,

    /// <summary>There is a snapshot, and no scenario of its name.</summary>
    Dangling,
}
