namespace RunbookDsl.Lint;

/// <summary>How bad a finding is.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Hint,

    /// <summary>An expert would ask why.</summary>
    Warning,

    /// <summary>An expert would not let it run; only a written reason overrides it.</summary>
    Error,
}
