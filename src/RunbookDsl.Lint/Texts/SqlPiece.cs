using Microsoft.CodeAnalysis.CSharp.Syntax;
using RunbookDsl.Testing;

namespace RunbookDsl.Lint;

/// <summary>SQL that a step sends.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Sender">Who sends it.</param>
/// <param name="Place">Where it is written.</param>
internal sealed record SqlPiece(string Text, SqlSender Sender, ExpressionSyntax Place)
{
    /// <summary>Its statements, each as its words.</summary>
    public IReadOnlyList<SqlPart> Statements { get; } = Split(Text);

    private static List<SqlPart> Split(string text)
    {
        var parts = new List<SqlPart>();
        var tokens = SqlTokens.Of(text);
        for (var at = 0; at < tokens.Count; )
        {
            var end = tokens.FindIndex(at, t => t.IsSymbol(';'));
            end = end < 0 ? tokens.Count : end;
            if (end > at)
                parts.Add(new(tokens[at..end]));
            at = end + 1;
        }
        return parts;
    }
}
