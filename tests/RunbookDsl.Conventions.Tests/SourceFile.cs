using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RunbookDsl.Conventions.Tests;

/// <summary>One C# file, tracked or planted.</summary>
internal sealed class SourceFile
{
    private static readonly CSharpParseOptions Options = new(
        LanguageVersion.CSharp14,
        DocumentationMode.Parse
    );

    private readonly Lazy<SyntaxTree> _tree;

    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Lines = text.TrimEnd('\n').Split('\n');
        _tree = new(() => CSharpSyntaxTree.ParseText(Text, Options, Path));
    }

    /// <summary>From the root of the repository, with forward slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<string> Lines { get; }

    public SyntaxNode Syntax => _tree.Value.GetRoot();

    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary><c>src/RunbookDsl.Engine</c> of <c>src/RunbookDsl.Engine/Recovery/Resume.cs</c>.</summary>
    public string Project => string.Join('/', Path.Split('/').Take(2));

    public string At(SyntaxNode node) => At(node.GetLocation());

    public string At(Location location) => $"{Path}({location.GetLineSpan().StartLinePosition.Line + 1})";

    public override string ToString() => Path;
}
