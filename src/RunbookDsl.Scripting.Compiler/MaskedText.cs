using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// A script whose <c>#load</c>s under a false <c>#if</c> are hidden from Roslyn, which would follow them. Positions, encoding
/// and checksum stay those of the file, so that debuggers still recognise it.
/// </summary>
internal sealed class MaskedText : SourceText
{
    private readonly SourceText _inner;
    private readonly HashSet<int> _hidden;

    private MaskedText(SourceText inner, HashSet<int> hidden)
        : base(inner.GetChecksum(), inner.ChecksumAlgorithm)
    {
        _inner = inner;
        _hidden = hidden;
    }

    public override Encoding? Encoding => _inner.Encoding;

    public override int Length => _inner.Length;

    public override char this[int position] => _hidden.Contains(position) ? ' ' : _inner[position];

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
        return hidden.Count == 0 ? text : new MaskedText(text, hidden);
    }

    public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)
    {
        for (var i = 0; i < count; i++)
        {
            destination[destinationIndex + i] = this[sourceIndex + i];
        }
    }
}
