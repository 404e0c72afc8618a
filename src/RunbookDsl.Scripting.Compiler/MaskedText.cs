using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// A script of which parts are hidden from Roslyn: it would follow a <c>#load</c> under a false <c>#if</c>,
/// and break down on a label in front of a function.
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
        var content = text.ToString();
        if (!content.Contains("#if", StringComparison.Ordinal) && !MayHoldLabel(content))
        {
            return text;
        }

        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, options).GetRoot();
        var hidden = root.GetLoadDirectives()
            .Where(d => !d.IsActive)
            .Select(d => d.HashToken.SpanStart)
            .Concat(LabelsOfFunctions(root))
            .ToHashSet();
        return hidden.Count == 0 ? text : new MaskedText(text, hidden.Contains);
    }

    /// <summary>
    /// The text with nothing in it, for an entry script that its own files load: it must not run a second
    /// time, and its document in the symbols must still carry the checksum of the file.
    /// </summary>
    public static SourceText Blank(SourceText text) => new MaskedText(text, _ => true);

    // A colon behind a word that begins a statement; most texts have none, and are not parsed twice.
    private static bool MayHoldLabel(string content)
    {
        for (var at = content.IndexOf(':'); at >= 0; at = content.IndexOf(':', at + 1))
        {
            var word = content.AsSpan(0, at).TrimEnd();
            var rest = word;
            while (!rest.IsEmpty && (char.IsLetterOrDigit(rest[^1]) || rest[^1] is '_' or '@'))
            {
                rest = rest[..^1];
            }

            // A remark may stand between the two.
            if (word.EndsWith("*/"))
            {
                return true;
            }

            var before = rest.TrimEnd(" \t");
            if (rest.Length < word.Length && (before.IsEmpty || ";{}):/\n\r".Contains(before[^1])))
            {
                return true;
            }
        }

        return false;
    }

    // The binder of a script knows no local function at its top level, which is what a label makes of one.
    private static IEnumerable<int> LabelsOfFunctions(CompilationUnitSyntax root)
    {
        foreach (var member in root.Members.OfType<GlobalStatementSyntax>())
        {
            var labels = new List<LabeledStatementSyntax>();
            var statement = member.Statement;
            for (; statement is LabeledStatementSyntax label; statement = label.Statement)
            {
                labels.Add(label);
            }

            if (statement is not LocalFunctionStatementSyntax)
            {
                continue;
            }

            foreach (var label in labels)
            {
                foreach (var span in (TextSpan[])[label.Identifier.Span, label.ColonToken.Span])
                {
                    foreach (var at in Enumerable.Range(span.Start, span.Length))
                    {
                        yield return at;
                    }
                }
            }
        }
    }

    public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)
    {
        for (var i = 0; i < count; i++)
        {
            destination[destinationIndex + i] = this[sourceIndex + i];
        }
    }
}
