using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// A script as the compiler understands it, for editors: the compilation that <c>exec</c> would make, of the
/// texts as they are in the editor. Nothing is emitted and nothing can be run.
/// </summary>
public sealed class ScriptAnalysis
{
    private const string CannotBeOpened = "CS1504";
    private readonly PlacedDiagnostic[] _found;

    private ScriptAnalysis(CompileRequest request, ScriptClosure closure, CSharpCompilation compilation)
    {
        Request = request;
        Compilation = compilation;
        Files = [.. closure.Sources.Files.Select(f => f.Path)];
        Missing = closure.Missing;
        _found = [.. closure.Findings.Items, .. closure.Sources.Problems.Select(PlacedDiagnostic.InFile)];
    }

    /// <summary>What was asked for.</summary>
    public CompileRequest Request { get; }

    /// <summary>What is loaded before what loads it; the entry last.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>Full paths of the entry and all it loads.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Files that were looked for and are not there.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Reads a script and all it loads. Never fails because of what they say.</summary>
    /// <param name="request">The entry and what it is compiled against.</param>
    /// <param name="open">Texts that go before those on disk, by full path.</param>
    /// <param name="shelf">The references, kept from one analysis to the next.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ScriptAnalysis Of(
        CompileRequest request,
        IReadOnlyDictionary<string, SourceText> open,
        MetadataShelf shelf,
        CancellationToken cancellationToken
    )
    {
        var closure = ScriptClosure.Edited(request, open, cancellationToken);
        var packages = PackageAssets.Resolve(request, closure);
        var references = ReferenceSet.Build(request, closure, packages, shelf);
        return new(request, closure, closure.Compilation.AddReferences(references.Metadata));
    }

    /// <summary>The tree of a file; null when it is not part of the script.</summary>
    /// <param name="path">Full path.</param>
    public SyntaxTree? TreeOf(string path) => Compilation.SyntaxTrees.LastOrDefault(t => t.FilePath == path);

    /// <summary>All that is wrong, in all files, as <c>check</c> would say it.</summary>
    public IReadOnlyList<PlacedDiagnostic> Diagnose(CancellationToken cancellationToken)
    {
        var said = Compilation.GetDiagnostics(cancellationToken);
        return
        [
            .. _found,
            .. DiagnosticList
                .Placed(said, Compilation, cancellationToken)
                .Where(d => d.Diagnostic.Id != CannotBeOpened || !IsFound(d))
                .OrderBy(d => d.Path, StringComparer.Ordinal)
                .ThenBy(d => d.Start)
                .ThenBy(d => d.Length)
                .ThenBy(d => d.Diagnostic.Id, StringComparer.Ordinal)
                .ThenBy(d => d.Diagnostic.Message, StringComparer.Ordinal),
        ];
    }

    // The compiler says of a missing #load, in other words, what we have said already.
    private bool IsFound(PlacedDiagnostic diagnostic) =>
        _found.Any(f => f.Path == diagnostic.Path && f.Start == diagnostic.Start);
}
