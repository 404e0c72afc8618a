namespace RunbookDsl.Scripting;

/// <summary>
/// A script could not be loaded. Nothing of it has run; the cache is as it was. Exit code 2.
/// </summary>
public sealed class ScriptCompilationException : RunbookException
{
    /// <summary>
    /// Carries every finding; the message is their lines, errors and warnings in the order of the text.
    /// </summary>
    /// <param name="diagnostics">At least one error.</param>
    public ScriptCompilationException(IReadOnlyList<ScriptDiagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics))
    {
        Diagnostics = diagnostics;
    }

    /// <summary>All errors and warnings, by file and position.</summary>
    public IReadOnlyList<ScriptDiagnostic> Diagnostics { get; }
}
