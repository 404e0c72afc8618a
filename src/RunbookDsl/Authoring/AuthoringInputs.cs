namespace RunbookDsl;

/// <summary>Everything a script's plan may depend on besides the script itself.</summary>
/// <param name="ScriptPath">Full path of the script.</param>
public sealed record AuthoringInputs(string ScriptPath)
{
    /// <summary>Parameter values by name, as typed by the operator.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Replaces the window's start; null keeps the script's.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>Reads included runbooks; null refuses <c>Include</c>.</summary>
    public IIncludeSource? Includes { get; init; }

    /// <summary>
    /// Whether parameters without a value get a placeholder instead of an error, as <c>runbook check</c>
    /// does.
    /// </summary>
    public bool AllowsPlaceholders { get; init; }
}
