namespace RunbookDsl.Engine;

/// <summary>A child run as it was found in the store.</summary>
/// <param name="Look">How it stands.</param>
/// <param name="State">The state its journal tells; null when it has none or cannot be read.</param>
internal sealed record FoundChild(ChildLook Look, RunState? State)
{
    /// <summary>True when the run of that id belongs to somebody else.</summary>
    public bool IsForeign { get; init; }
}
