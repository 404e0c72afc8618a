namespace RunbookDsl.Testing;

/// <summary>Snapshots cannot be read, or not be changed. Nothing was changed.</summary>
public sealed class SnapshotException : RunbookException
{
    /// <summary>Says what happened, and what to do.</summary>
    public SnapshotException(string message, Exception? inner = null)
        : base(message, inner) { }
}
