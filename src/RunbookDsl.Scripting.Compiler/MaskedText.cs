using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// A script of which parts are hidden from Roslyn: it would follow a <c>#load</c> under a false <c>#if</c>.
/// Positions, encoding and checksum stay those of the file, so that debuggers still recognise it.
/// </summary>
internal sealed class MaskedText : SourceText
{
    private readonly SourceText _inner;
    private readonly Func<int, bool> _hides;

    private MaskedText(SourceText inner, Func<int, bool> hides)
        : base(inner.GetChecksum(), inner.ChecksumAlgorithm)
    {
        _inner = inner;
        _hides = hides;
    }

    public override Encoding? Encoding => _inner.Encoding;

    public override int Length => _inner.Length;

    public override char this[int position] => _hides(position) ? ' ' : _inner[position];

    /// <summary>The text itself unless it has something to hide.</summary>
    public static SourceText Of(SourceText text, CSharpParseOptions options)
    {
        if (!text.ToString().Contains("#if", StringComparison.Ordinal))
        {
            return text;
        }

        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, options).GetRoot();
        var hidden = root.GetLoadDirectives()
            .Where(d => !d.IsActive)
            .Select(d => d.HashToken.SpanStart)
            .ToHashSet();
        return hidden.Count == 0 ? text : new MaskedText(text, hidden.Contains);
    }

    /// <summary>
    /// The text with nothing in it, for an entry script that its own files load: it must not run a second
    /// time, and its document in the symbols must still carry the checksum of the file.
    /// </summary>
    public static SourceText Blank(SourceText text) => new MaskedText(text, _ => true);

    public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)
    {
        for (var i = 0; i < count; i++)
        {
            destination[destinationIndex + i] = this[sourceIndex + i];
        }
    }
}
