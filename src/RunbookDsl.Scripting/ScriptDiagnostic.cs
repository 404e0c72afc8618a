namespace RunbookDsl.Scripting;

/// <summary>
/// One finding about a script's text. Lines and columns count from 1; 0 means the file as a whole.
/// </summary>
/// <param name="File">Absolute path of the script or of the <c>#load</c>ed file.</param>
/// <param name="Line">Line of the first character.</param>
/// <param name="Column">Column of the first character, in UTF-16 units.</param>
/// <param name="EndLine">Line after the last character.</param>
/// <param name="EndColumn">Column after the last character.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Id">Stable: <c>CS…</c> from the compiler, <c>RB00…</c> from the host
/// (<see cref="ScriptDiagnosticIds"/>).</param>
/// <param name="Message">One line: what is wrong, what was expected, what to do.</param>
public sealed record ScriptDiagnostic(
    string File,
    int Line,
    int Column,
    int EndLine,
    int EndColumn,
    ScriptSeverity Severity,
    string Id,
    string Message
)
{
    /// <summary>
    /// <c>file.csx(12,5): error CS0103: message</c>, the form that MSBuild and editors parse.
    /// </summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}({Line},{Column})" : File;
        return $"{place}: {(Severity == ScriptSeverity.Error ? "error" : "warning")} {Id}: {Message}";
    }

    /// <summary>An error about a file as a whole.</summary>
    /// <param name="file">Absolute path.</param>
    /// <param name="id">One of <see cref="ScriptDiagnosticIds"/>.</param>
    /// <param name="message">One line.</param>
    public static ScriptDiagnostic ForFile(string file, string id, string message) =>
        new(file, 0, 0, 0, 0, ScriptSeverity.Error, id, message);
}
