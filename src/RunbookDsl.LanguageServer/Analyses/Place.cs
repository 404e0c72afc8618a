using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>A place in a document, in the light of the script it belongs to.</summary>
internal sealed class Place(KeptAnalysis kept, SyntaxTree tree, int offset, DocumentSet documents)
{
    private SemanticModel? _model;

    public KeptAnalysis Kept => kept;

    public ScriptAnalysis Analysis => kept.Analysis;

    public CSharpCompilation Compilation => Analysis.Compilation;

    public DocumentSet Documents => documents;

    public SyntaxTree Tree => tree;

    public string Path => tree.FilePath;

    public SourceText Text { get; } = tree.GetText();

    public CompilationUnitSyntax Root { get; } = (CompilationUnitSyntax)tree.GetRoot();

    public int Offset => offset;

    public SemanticModel Model => _model ??= Compilation.GetSemanticModel(tree);

    /// <summary>The token that ends at the place or goes on behind it; never one that begins there.</summary>
    public SyntaxToken TokenBefore()
    {
        var token = Root.FindToken(Math.Min(offset, Root.FullSpan.End));
        while (token.SpanStart >= offset && token.SpanStart > 0 && token.RawKind != 0)
            token = token.GetPreviousToken(includeZeroWidth: false, includeSkipped: true);
        return token;
    }

    /// <summary>The word at the place, whichever side of it.</summary>
    public SyntaxToken WordAt()
    {
        var token = Root.FindToken(Math.Min(offset, Root.FullSpan.End), findInsideTrivia: true);
        if (!IsWord(token) && TokenBefore() is var before && before.Span.End == offset && IsWord(before))
            return before;
        return token;
    }

    /// <summary>Whether the place is in a comment or in text that the compiler does not see.</summary>
    public bool IsInComment()
    {
        if (offset == 0)
            return false;
        var trivia = Root.FindTrivia(offset - 1, findInsideTrivia: false);
        return trivia.Kind() switch
        {
            SyntaxKind.SingleLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia
            or SyntaxKind.DisabledTextTrivia => offset > trivia.SpanStart,
            SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => offset
                > trivia.SpanStart
                && (offset < trivia.Span.End || !trivia.ToString().EndsWith("*/", StringComparison.Ordinal)),
            _ => false,
        };
    }

    private static bool IsWord(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind());
}
