namespace RunbookDsl.Engine;

/// <summary>A whole run as its journal tells it: folded from records, never guessed.</summary>
public sealed partial class RunState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StepState> _steps = [];

    internal RunState(string runId) => (RunId, Origin) = (runId, runId);

    /// <summary>The run's id.</summary>
    public string RunId { get; }

    /// <summary>The runbook's title.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>Full path of the script when the run began.</summary>
    public string ScriptPath { get; internal set; } = "";

    /// <summary>Hash of the plan in force.</summary>
    public string PlanHash { get; internal set; } = "";

    /// <summary>Parameters as given and defaulted when the run began.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; internal set; } =
        new Dictionary<string, string>();

    /// <summary>
    /// The window's start when it was moved for this run or planned; null without a window.
    /// </summary>
    public DateTimeOffset? WindowStart { get; internal set; }

    /// <summary>Whether it ran in a throw-away world.</summary>
    public bool IsSandbox { get; internal set; }

    /// <summary>The step whose child run it is; null for a run of an operator.</summary>
    public ParentReference? Parent { get; internal set; }

    /// <summary>Child runs that are not at their end, as far as <see cref="ChildStates"/> has read
    /// them.</summary>
    public IReadOnlyList<RunState> Children { get; internal set; } = [];

    // All that were ever begun: a step that was taken back by hand no longer names its child.
    internal HashSet<string> ChildIds { get; } = [];

    /// <summary>Who began it.</summary>
    public string Operator { get; internal set; } = "";

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; internal set; }

    /// <summary>The last record's time, UTC.</summary>
    public DateTimeOffset LastAt { get; internal set; }

    /// <summary>How it stood when its last process stopped; null while it runs or after a crash.</summary>
    public RunStatus? Status { get; internal set; }

    /// <summary>Why it stopped there; null when it did not say.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Whether it is closed for good.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Ids and fingerprints of the planned steps, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Planned { get; internal set; } = [];

    /// <summary>
    /// What the plan in force was read from: full paths with the names they are archived under.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sources { get; internal set; } = [];

    internal IReadOnlyList<KeyValuePair<string, string>> Codes { get; set; } = [];

    internal string? PlannedBlob { get; set; }

    /// <summary>
    /// Set when an unreadable line was lost that may have been an intent: the next steps begun are treated as
    /// in doubt.
    /// </summary>
    internal bool NextIsSuspect { get; set; }

    /// <summary>
    /// Set when an unreadable line was lost that said where an effect runs: what is in doubt may run
    /// anywhere.
    /// </summary>
    internal bool IsHandleLost { get; set; }

    /// <summary>
    /// Set when nobody knows how many records were lost: every step that is not known done may have begun.
    /// </summary>
    internal bool AllAreSuspect { get; set; }

    /// <summary>
    /// The run this one was salvaged from, whose idempotency keys it keeps; else its own id.
    /// </summary>
    internal string Origin { get; set; }

    /// <summary>Steps whose intent was read in a torn end that no later process has taken note of.</summary>
    internal List<string> Torn { get; } = [];

    /// <summary>
    /// The last process of the run of which an operator has said that everything before it has ended; 0 when
    /// nobody has.
    /// </summary>
    internal int EndedBefore { get; set; }

    /// <summary>Whether the last process was taking the run back.</summary>
    public bool IsUndoing { get; internal set; }

    /// <summary>
    /// Whether something was taken back and the way back has not come to its end: nothing is begun forward.
    /// </summary>
    public bool IsUndoOpen { get; internal set; }

    /// <summary>The run this one repeats; null when it repeats none.</summary>
    public string? ForkedFrom { get; internal set; }

    /// <summary>Steps that have left a trace, in no order.</summary>
    public IReadOnlyCollection<StepState> Steps
    {
        get
        {
            lock (_gate)
                return [.. _steps.Values];
        }
    }

    /// <summary>The state of a step; a step without a trace is planned.</summary>
    public StepState Step(string id)
    {
        // Branches that run side by side ask for their states at the same time.
        lock (_gate)
        {
            if (!_steps.TryGetValue(id, out var state))
                _steps[id] = state = new StepState(id);
            return state;
        }
    }

    /// <summary>What is still switched off, last first: the order in which it should be put back.</summary>
    public IReadOnlyList<StepState> RestoreList()
    {
        List<StepState>? off = null;
        foreach (var step in Steps)
            if (step.IsOnRestoreList)
                (off ??= []).Add(step);
        return off is null ? [] : [.. off.OrderByDescending(s => s.StartedAt)];
    }

    /// <summary>
    /// The same, with what child runs have left off: <see cref="Children"/> and theirs, last first.
    /// </summary>
    public IReadOnlyList<OffStep> StillOff()
    {
        List<OffStep>? off = null;
        foreach (var step in RestoreList())
            (off ??= []).Add(new OffStep(RunId, step));
        foreach (var child in Children)
        foreach (var step in child.StillOff())
            (off ??= []).Add(step);
        return off is null ? [] : [.. off.OrderByDescending(o => o.Step.StartedAt)];
    }
}
