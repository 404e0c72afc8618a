namespace RunbookDsl.Engine;

/// <summary>What is to be carried out.</summary>
/// <param name="Plan">The plan.</param>
public sealed record RunRequest(Plan Plan)
{
    /// <summary>Source files to archive with the run: the script and all it loads, full paths.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>
    /// Contents of sources that are not on disk any more, by full path; null reads all from disk.
    /// </summary>
    public IReadOnlyDictionary<string, byte[]>? Archived { get; init; }

    /// <summary>
    /// On resume: go on with <see cref="Plan"/> although it is not the one in force; null refuses it.
    /// </summary>
    public Migration? Migration { get; init; }

    /// <summary>
    /// Steps of earlier plans that this run has done and the plan no longer has; for their undo.
    /// </summary>
    public IReadOnlyList<PlannedStep> Removed { get; init; } = [];

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

    /// <summary>
    /// The step that orders this run as its child; null for a run that an operator begins or goes on with.
    /// </summary>
    public ParentReference? Parent { get; init; }

    /// <summary>The new run's id, where somebody must know it before it begins; null makes one.</summary>
    internal string? RunId { get; init; }

    /// <summary>The run that this one repeats; journaled. Null for none.</summary>
    public string? ForkedFrom { get; init; }

    /// <summary>On resume: run a failed step again although a second run could do harm.</summary>
    public bool FromFailed { get; init; }
}
