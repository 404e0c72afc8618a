using Microsoft.CodeAnalysis;

namespace RunbookDsl.Lint;

/// <summary>
/// The rules that the text of a script decides, with what the compiler knows about it. Nothing of the script
/// is executed; it need not compile, and need not be saved.
/// </summary>
public static class StaticLint
{
    /// <summary>What is wrong with one file of a compilation, in the order of its text.</summary>
    /// <param name="compilation">The script with the references that the script host gives it.</param>
    /// <param name="tree">The file: an entry script, or one that is loaded or included.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static IReadOnlyList<LintFinding> Check(
        Compilation compilation,
        SyntaxTree tree,
        CancellationToken cancellation
    ) => [.. Read(compilation, tree, cancellation).Findings.Where(f => f.Path == tree.FilePath)];

    /// <summary>What is wrong with a script and what it loads, and what its authors accept.</summary>
    /// <param name="compilation">The script with the references that the script host gives it.</param>
    /// <param name="entry">The entry script.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static LintResult Read(Compilation compilation, SyntaxTree entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(compilation);
        ArgumentNullException.ThrowIfNull(entry);
        var shape = ShapeReader.Read(compilation, entry, cancellation);
        var findings = new List<LintFinding>();
        var overrides = new List<LintOverride>();
        foreach (var tree in compilation.SyntaxTrees)
            overrides.AddRange(Overrides.Read(tree, findings));
        foreach (var rule in RuleSet.All)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = new Findings(rule.Info);
            rule.Look(shape, found);
            findings.AddRange(found.Found);
        }
        findings.RemoveAll(f => overrides.Exists(o => o.Accepts(f.RuleId, f.Path, f.Lines.Start.Line + 1)));
        return new LintResult(
            [
                .. findings
                    .OrderBy(f => f.Path == entry.FilePath ? 0 : 1)
                    .ThenBy(f => f.Path, StringComparer.Ordinal)
                    .ThenBy(f => f.Span.Start)
                    .ThenBy(f => f.RuleId, StringComparer.Ordinal),
            ],
            overrides
        );
    }
}
