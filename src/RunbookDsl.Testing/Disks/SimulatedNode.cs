namespace RunbookDsl.Testing;

/// <summary>A file or a directory, apart from its names.</summary>
internal abstract class SimulatedNode
{
    /// <summary>The descriptor that holds its flock; null while it is free.</summary>
    internal OpenFile? Locked { get; set; }

    /// <summary>The descriptor that holds its range lock.</summary>
    internal OpenFile? RangeLocked { get; set; }
}
