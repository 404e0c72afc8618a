using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Lint;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>An analysis and what it was made of, to see whether it still holds.</summary>
internal sealed class KeptAnalysis
{
    private readonly Dictionary<string, object?> _inputs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<LintFinding>> _findings = new(
        StringComparer.Ordinal
    );
    private IReadOnlyList<PlacedDiagnostic>? _diagnostics;

    public KeptAnalysis(ScriptAnalysis analysis, DocumentSet documents)
    {
        Analysis = analysis;
        foreach (var path in analysis.Files.Concat(analysis.Missing))
            _inputs[path] = StateOf(path, documents);
        var lockFile = analysis.Request.LockFile;
        _inputs[lockFile] = StateOf(lockFile, documents);
    }

    public ScriptAnalysis Analysis { get; }

    public bool Holds(DocumentSet documents)
    {
        foreach (var (path, state) in _inputs)
            if (!Equals(StateOf(path, documents), state))
                return false;
        return true;
    }

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

    // A text in the editor is itself; a file on disk is its time and length.
    private static object? StateOf(string path, DocumentSet documents)
    {
        if (documents.Texts.TryGetValue(path, out SourceText? open))
            return open;
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }
}
