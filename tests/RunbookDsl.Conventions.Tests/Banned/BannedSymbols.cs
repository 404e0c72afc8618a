using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Conventions.Tests.Banned;

/// <summary>The list of banned symbols, and the analyzer that reads it in every build of src/.</summary>
internal sealed class BannedSymbols(string list)
{
    public const string Path = "src/rules/BannedSymbols.txt";

    /// <summary>The symbols' ids, without their messages.</summary>
    public IReadOnlyList<string> Ids { get; } =
    [
        .. list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(l => !l.StartsWith("//", StringComparison.Ordinal))
            .Select(l => l.Split(';')[0].Trim()),
    ];

    /// <summary>An id that names nothing bans nothing, and nobody would notice.</summary>
    public IEnumerable<string> Unknown(string id) =>
        DocumentationCommentId.GetSymbolsForDeclarationId(id, Compile("")).IsEmpty
            ? [$"{Path}: {id} is no symbol of the base libraries"]
            : [];

    /// <summary>Lets the build's own analyzer look at <paramref name="source"/>.</summary>
    public async Task<IReadOnlyList<string>> Analyze(string source, CancellationToken cancellation)
    {
        var options = new AnalyzerOptions([new ListFile(list)]);
        var compiled = Compile(source)
            .WithAnalyzers(Analyzers(), new CompilationWithAnalyzersOptions(options, null, true, false));
        var diagnostics = await compiled.GetAllDiagnosticsAsync(cancellation);
        return
        [
            .. diagnostics
                .Where(d => d.Severity >= DiagnosticSeverity.Warning)
                .OrderBy(d => d.Location.SourceSpan)
                .Select(d =>
                    $"({d.Location.GetLineSpan().StartLinePosition.Line + 1}) {d.Id}: {d.GetMessage()}"
                ),
        ];
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers()
    {
        var folder = System.IO.Path.Combine(AppContext.BaseDirectory, "analyzers");
        var loader = new Loader();
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*.CSharp.BannedApiAnalyzers.dll")
                .SelectMany(dll => new AnalyzerFileReference(dll, loader).GetAnalyzers(LanguageNames.CSharp)),
        ];
    }

    private static CSharpCompilation Compile(string source) =>
        CSharpCompilation.Create(
            "Planted",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14))],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(System.IO.Path.PathSeparator)
                .Where(p => System.IO.Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
                .Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );

    private sealed class ListFile(string text) : AdditionalText
    {
        public override string Path => BannedSymbols.Path;

        public override SourceText GetText(CancellationToken cancellationToken = default) =>
            SourceText.From(text);
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
