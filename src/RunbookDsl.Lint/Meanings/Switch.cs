using Microsoft.CodeAnalysis;

namespace RunbookDsl.Lint;

/// <summary>Something that is switched off, or on again.</summary>
/// <param name="Family">What kind of thing: <c>unit</c>, <c>page</c>.</param>
/// <param name="What">How a message names it.</param>
internal sealed record Switch(string Family, string What)
{
    /// <summary>Which one, in words; empty when the text does not tell.</summary>
    public string Name { get; init; } = "";

    /// <summary>The variable of the host or database; null when the text does not tell.</summary>
    public ISymbol? Target { get; init; }
}
