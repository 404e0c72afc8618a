using Microsoft.CodeAnalysis;

namespace RunbookDsl.LanguageServer;

/// <summary>One thing that could be written here.</summary>
/// <param name="Label">As shown, and written unless <see cref="Insert"/> says otherwise.</param>
/// <param name="Kind">The protocol's number of the kind.</param>
/// <param name="Rank">Lower comes first.</param>
internal sealed record Proposal(string Label, int Kind, int Rank)
{
    public const int Method = 2;
    public const int Field = 5;
    public const int Variable = 6;
    public const int Class = 7;
    public const int Interface = 8;
    public const int Module = 9;
    public const int Property = 10;
    public const int Value = 12;
    public const int Enum = 13;
    public const int Keyword = 14;
    public const int Snippet = 15;
    public const int File = 17;
    public const int Folder = 19;
    public const int EnumMember = 20;
    public const int Struct = 22;

    /// <summary>The symbols of this name, for the documentation; the first is shown.</summary>
    public IReadOnlyList<ISymbol> Symbols { get; init; } = [];

    /// <summary>What is written; null writes the label.</summary>
    public string? Insert { get; init; }

    /// <summary>Whether <see cref="Insert"/> has places to fill in.</summary>
    public bool IsSnippet { get; init; }

    /// <summary>Said beside the label.</summary>
    public string? Detail { get; init; }
}
