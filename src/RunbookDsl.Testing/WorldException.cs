namespace RunbookDsl.Testing;

/// <summary>
/// The throw-away world cannot be had as it was described: something this machine lacks, or a mistake in
/// the world file.
/// Nothing of the world is left behind and no step was executed.
/// </summary>
public sealed class WorldException : RunbookException
{
    /// <summary>Says what is missing or wrong, and what to do.</summary>
    public WorldException(string message, Exception? inner = null)
        : base(message, inner) { }
}
