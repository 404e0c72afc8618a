using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>A part of the script that stands or changes as one: a step, a variable, a method, a
/// type.</summary>
internal sealed class CodePiece
{
    private readonly List<SyntaxNode> _nodes = [];
    private readonly List<TextSpan> _except = [];
    private readonly StringBuilder _marks = new();

    /// <summary>The code it is made of.</summary>
    public IReadOnlyList<SyntaxNode> Nodes => _nodes;

    /// <summary>What it refers to; null until somebody asked.</summary>
    public List<CodePiece>? Uses { get; set; }

    /// <summary>Assemblies of others that it refers to, by name and version.</summary>
    public SortedSet<string> Assemblies { get; } = new(StringComparer.Ordinal);

    /// <summary>Hash of its own tokens; null until somebody asked.</summary>
    public string? Own { get; set; }

    public void Add(SyntaxNode? node)
    {
        if (node is not null && !_nodes.Contains(node))
            _nodes.Add(node);
    }

    /// <summary>Leaves these parts of its nodes out.</summary>
    public void Except(IEnumerable<TextSpan> spans) => _except.AddRange(spans);

    /// <summary>A word that counts although no node of its own holds it.</summary>
    public void Mark(string word) => _marks.Append(word).Append('\u001e');

    public bool Leaves(TextSpan span) => CodeTokens.IsIn(span, _except);

    /// <summary>Whether something declared there is declared inside this piece.</summary>
    public bool Holds(SyntaxReference declaration) =>
        _nodes.Exists(n => n.SyntaxTree == declaration.SyntaxTree && n.Span.Contains(declaration.Span));

    public string Hash()
    {
        var text = new StringBuilder();
        text.Append(_marks);
        foreach (var node in _nodes)
        {
            CodeTokens.Append(text, node, _except);
            text.Append('\u001d');
        }
        return CodeTokens.Hash(text.ToString());
    }
}
