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
        return new LintResult([], []);
    }
}
