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

    /// <summary>Reads the runbooks of child runs; null refuses <c>ChildRun</c>.</summary>
    public IChildScripts? Children { get; init; }

    /// <summary>
    /// Parameters whose values a step of the parent will give: placeholders stand for them. Default none.
    /// </summary>
    public IReadOnlyList<string> Later { get; init; } = [];

    /// <summary>
    /// Where a parent orders this script as a child run; null when an operator begins it. Mistakes in what
    /// the parent gives are reported there.
    /// </summary>
    public SourceLocation? OrderedAt { get; init; }
}
