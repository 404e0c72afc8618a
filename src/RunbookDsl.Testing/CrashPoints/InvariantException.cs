namespace RunbookDsl.Testing;

/// <summary>
/// A crash broke a promise of the product, or of a step. The message names the invariant, the seed, the point
/// and both histories.
/// </summary>
public sealed class InvariantException : RunbookException
{
    /// <summary>Says what was broken, where, and how it should have gone.</summary>
    public InvariantException(string message)
        : base(message) { }
}
