using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using RunbookDsl.Lint;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>An analysis and what it was made of, to see whether it still holds.</summary>
internal sealed class KeptAnalysis
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<LintFinding>> _findings = new(
        StringComparer.Ordinal
    );
    private IReadOnlyList<PlacedDiagnostic>? _diagnostics;

    public KeptAnalysis(ScriptAnalysis analysis, DocumentSet documents)
    {
        Analysis = analysis;
        Inputs = new(analysis, documents);
    }

    public ScriptAnalysis Analysis { get; }

    public AnalysisInputs Inputs { get; }

    /// <summary>All that is wrong; found once.</summary>
    public IReadOnlyList<PlacedDiagnostic> Diagnose(CancellationToken cancellation) =>
        _diagnostics ??= Analysis.Diagnose(cancellation);

    /// <summary>What an expert would say about one of its files; found once.</summary>
    public IReadOnlyList<LintFinding> Lint(SyntaxTree tree, CancellationToken cancellation)
    {
        if (_findings.TryGetValue(tree.FilePath, out var known))
            return known;
        return _findings[tree.FilePath] = StaticLint.Check(Analysis.Compilation, tree, cancellation);
    }
}
