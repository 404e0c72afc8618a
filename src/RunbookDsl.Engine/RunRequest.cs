namespace RunbookDsl.Engine;

/// <summary>What is to be carried out.</summary>
/// <param name="Plan">The plan.</param>
public sealed record RunRequest(Plan Plan)
{
    /// <summary>Source files to archive with the run: the script and all it loads, full paths.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Stop after this step; null goes to the end.</summary>
    public string? Until { get; init; }

    /// <summary>Steps to leave out, with the reason that the report will show.</summary>
    public IReadOnlyDictionary<string, string> Skips { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the run works in a throw-away world that ends with the process.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>
    /// Full path of the folder that relative paths of steps start from; null is the runbook's own. A
    /// throw-away world gives its work directory.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>
    /// On resume: why the operator is sure that nothing an earlier process started on another machine is
    /// still at work; journaled. Default null: nobody has said so.
    /// </summary>
    public string? OldAttemptEnded { get; init; }

    /// <summary>On resume: run a failed step again although a second run could do harm.</summary>
    public bool FromFailed { get; init; }
}
