using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>What a system holds at one moment.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Lines">What is there: a key such as <c>table orders</c> and its value such as <c>12
/// rows</c>, sorted by key; a key stands once.</param>
public sealed record SystemState(string System, ImmutableSortedDictionary<string, string> Lines)
{
    /// <summary>
    /// Keys of lines that only tell what happened and that nobody can take back: the updates of an incident.
    /// </summary>
    public ImmutableHashSet<string> History { get; init; } = [];

    /// <summary>Nothing that could change.</summary>
    public static SystemState Empty(string system) =>
        new(system, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The state made of these lines; a key that stands twice is an error.</summary>
    public static SystemState Of(string system, IEnumerable<KeyValuePair<string, string>> lines) =>
        new(system, ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, lines));
}
