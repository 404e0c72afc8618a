using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>The rehearsal in which nothing goes wrong: what every other one is held against.</summary>
/// <param name="Clean">How it went.</param>
public sealed record Reference(RehearsalResult Clean)
{
    /// <summary>
    /// What each step changed: keys of the state, <c>system/key</c>, by the step's id. Steps side by side
    /// share theirs.
    /// </summary>
    public ImmutableDictionary<string, ImmutableHashSet<string>> Footprints { get; init; } =
        ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>
    /// What may stay after everything was taken back: the changes of steps that say they have no undo, but
    /// not of what a later step puts back.
    /// </summary>
    public ImmutableHashSet<string> Residue { get; init; } = [];
}
