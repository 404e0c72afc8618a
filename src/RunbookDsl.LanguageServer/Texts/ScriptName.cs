using Microsoft.CodeAnalysis;

namespace RunbookDsl.LanguageServer;

/// <summary>A name that a script gives or uses in a text.</summary>
/// <param name="Verb">The verb whose argument it is.</param>
/// <param name="Index">Which argument.</param>
/// <param name="Text">The name.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record ScriptName(string Verb, int Index, string Text, string Kind, SyntaxNode Node)
{
    /// <summary>Said beside it.</summary>
    public string? Detail { get; init; }
}
