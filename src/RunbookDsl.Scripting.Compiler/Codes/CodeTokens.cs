using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>Syntax as the sequence of its tokens: comments, white space and directives are not among
/// them.</summary>
internal static class CodeTokens
{
    /// <summary>Appends the tokens of a node, except those that lie in one of the spans.</summary>
    public static void Append(StringBuilder text, SyntaxNode node, IReadOnlyList<TextSpan> except)
    {
        foreach (var token in node.DescendantTokens())
            if (!IsIn(token.Span, except))
                text.Append(Of(token)).Append('\u001f');
    }

    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));

    public static bool IsIn(TextSpan span, IReadOnlyList<TextSpan> spans)
    {
        for (var i = 0; i < spans.Count; i++)
            if (spans[i].Contains(span))
                return true;
        return false;
    }

    // A literal counts by its value: how a raw text is indented is lay-out, and so are its line ends.
    private static string Of(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken => "\"" + Unix(token.ValueText),
            SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.Utf8SingleLineRawStringLiteralToken
            or SyntaxKind.Utf8MultiLineRawStringLiteralToken => "u\"" + Unix(token.ValueText),
            SyntaxKind.InterpolatedStringTextToken => "$\"" + Unix(token.ValueText),
            _ => token.Text.Trim(),
        };

    private static string Unix(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
