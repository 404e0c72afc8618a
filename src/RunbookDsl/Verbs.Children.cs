using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <content>Runs that a step begins.</content>
public static partial class Verbs
{
    /// <summary>
    /// Another runbook as a run of its own: <c>Step("…").Run(ChildRun("rollback").With("database",
    /// name))</c>. It has its own journal, report, resume and undo; a child that is held holds this run.
    /// Compare
    /// <see cref="Include"/>, which makes the other runbook's steps this one's.
    /// </summary>
    /// <param name="path">The file, relative to this one; <c>.csx</c> may be left out.</param>
    /// <param name="file">The script; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static ChildRunOperation ChildRun(
        string path,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(path, new SourceLocation(file, line, "ChildRun", path));
}
