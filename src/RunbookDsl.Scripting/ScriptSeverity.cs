namespace RunbookDsl.Scripting;

/// <summary>How bad a <see cref="ScriptDiagnostic"/> is.</summary>
public enum ScriptSeverity
{
    /// <summary>The script does not compile.</summary>
    Error,

    /// <summary>The script runs; its author should look.</summary>
    Warning,
}
