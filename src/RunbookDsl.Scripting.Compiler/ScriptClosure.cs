using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiling;
using RunbookDsl.Scripting.Packages;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// The entry script and everything it loads, parsed; its references named but not yet looked for.
/// </summary>
internal sealed class ScriptClosure
{
    private const string TypeName = "Submission#0";

    private static readonly string[] Symbols = ["RUNBOOK", "NET", "NET10_0", "NET10_0_OR_GREATER"];

    private ScriptClosure(SourceFiles sources, CSharpCompilation compilation)
    {
        Sources = sources;
        Compilation = compilation;
    }

    public SourceFiles Sources { get; }

    public CSharpCompilation Compilation { get; }

    public Findings Findings { get; } = new();

    /// <summary>Active <c>#r</c> directives that name files, with the file that holds each.</summary>
    public List<(string Reference, string HeldBy, Location Location)> References { get; } = [];

    public List<PackageDirective> Packages { get; } = [];

    /// <summary>
    /// Files that were looked for and are not there, though the script compiles without them.
    /// </summary>
    public List<string> Missing { get; } = [];

    /// <exception cref="ScriptCompilationException">There is no readable entry script.</exception>
    public static ScriptClosure Read(CompileRequest request, CancellationToken cancellationToken)
    {
        EntryFile.Check(request.Path, request.Archive);
        var options = Parsing(request, DocumentationMode.None);
        var sources = new SourceFiles(options, request.Archive);
        var text = sources.Read(request.Path);
        if (sources.Problems.Count == 0 && string.IsNullOrWhiteSpace(text.ToString()))
        {
            throw EntryFile.Empty(request.Path);
        }

        var tree = CSharpSyntaxTree.ParseText(text, options, request.Path, cancellationToken);
        return Of(request, sources, tree, cancellationToken);
    }

    /// <summary>
    /// The same for an editor: what is open there goes before what is on disk, and a script may be empty.
    /// </summary>
    /// <param name="request">What is compiled.</param>
    /// <param name="open">Texts by full path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ScriptClosure Edited(
        CompileRequest request,
        IReadOnlyDictionary<string, SourceText> open,
        CancellationToken cancellationToken
    )
    {
        var options = Parsing(request, DocumentationMode.Parse);
        var sources = new SourceFiles(options, request.Archive, open);
        var text = sources.Read(request.Path);
        var tree = CSharpSyntaxTree.ParseText(text, options, request.Path, cancellationToken);
        return Of(request, sources, tree, cancellationToken);
    }

    private static CSharpParseOptions Parsing(CompileRequest request, DocumentationMode comments) =>
        new(
            LanguageVersion.Latest,
            comments,
            SourceCodeKind.Script,
            request.Release ? Symbols : [.. Symbols, "DEBUG"]
        );

    private static ScriptClosure Of(
        CompileRequest request,
        SourceFiles sources,
        SyntaxTree tree,
        CancellationToken cancellationToken
    )
    {
        var closure = new ScriptClosure(sources, Create(request, sources, tree));
        foreach (var loaded in closure.Compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            closure.Collect(loaded, cancellationToken);
        }

        return closure;
    }

    /// <summary>
    /// Whether any file holds more than comments and directives. The compiler refuses a script that does not,
    /// and says nothing.
    /// </summary>
    public bool SaysAnything(CancellationToken cancellationToken) =>
        Compilation.SyntaxTrees.Any(t =>
            ((CompilationUnitSyntax)t.GetRoot(cancellationToken)).Members.Count > 0
            || t.GetDiagnostics(cancellationToken).Any()
        );

    private static CSharpCompilation Create(CompileRequest request, SourceFiles sources, SyntaxTree tree)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            scriptClassName: TypeName,
            usings: request.Imports,
            optimizationLevel: request.Release ? OptimizationLevel.Release : OptimizationLevel.Debug,
            deterministic: true,
            concurrentBuild: true,
            sourceReferenceResolver: sources,
            metadataReferenceResolver: new NamedReferences(request.ReferenceDirectory),
            nullableContextOptions: NullableContextOptions.Annotations,
            specificDiagnosticOptions: DiagnosticList.Suppressed
        );
        // The name makes stack traces of several loaded scripts tell apart.
        var name = "script-" + Path.GetFileNameWithoutExtension(request.Path);
        return CSharpCompilation.CreateScriptCompilation(name, tree, options: options);
    }

    private void Collect(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);
        foreach (var load in root.GetLoadDirectives())
        {
            var full = SourceFiles.Absolute(load.File.ValueText, tree.FilePath);
            if (load.IsActive && !Sources.Exists(full))
            {
                var what = Directory.Exists(full) ? "is a directory" : "does not exist";
                var message = $"#load \"{load.File.ValueText}\": {full} {what}";
                Findings.Add(load.File.GetLocation(), ScriptDiagnosticIds.LoadNotFound, message);
                Missing.Add(full);
            }
        }

        foreach (var reference in root.GetReferenceDirectives())
        {
            if (reference.IsActive)
            {
                Collect(reference, tree.FilePath);
            }
        }
    }

    private void Collect(ReferenceDirectiveTriviaSyntax directive, string heldBy)
    {
        var text = directive.File.ValueText;
        var location = directive.File.GetLocation();
        if (!PackageDirective.IsPackage(text))
        {
            References.Add((text, heldBy, location));
        }
        else if (PackageDirective.Parse(text, out var id, out var version) is { } problem)
        {
            Findings.Add(location, ScriptDiagnosticIds.PackageDirective, problem);
        }
        else if (Packages.Find(p => p.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is not { } first)
        {
            var start = location.GetLineSpan().StartLinePosition;
            Packages.Add(new PackageDirective(id, version, heldBy, start.Line + 1, start.Character + 1));
        }
        else if (first.Version != version)
        {
            var message =
                $"package '{id}' is wanted as {version} here and as {first.Version} in "
                + $"{first.File}({first.Line},{first.Column}); a script has one version of a package";
            Findings.Add(location, ScriptDiagnosticIds.PackageDirective, message);
        }
    }
}
