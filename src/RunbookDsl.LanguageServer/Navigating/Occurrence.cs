using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>A place where a symbol is named.</summary>
internal sealed record Occurrence(SyntaxTree Tree, TextSpan Span, bool IsDeclaration)
{
    public string Path => Tree.FilePath;
}
