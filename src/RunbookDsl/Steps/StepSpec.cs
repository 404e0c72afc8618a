namespace RunbookDsl;

/// <summary>
/// One step as its author wrote it: immutable, without effect. The verbs of <see cref="StepBuilder"/> make
/// copies.
/// </summary>
public sealed record StepSpec
{
    /// <summary>
    /// Stable id, unique in the runbook: the slug of the name, with the scope's prefix and the loop's key.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The name as written.</summary>
    public required string Name { get; init; }

    /// <summary>Where the step is written.</summary>
    public required SourceLocation Where { get; init; }

    /// <summary>What it does; null is an authoring error.</summary>
    public Operation? Action { get; init; }

    /// <summary>
    /// Ids it waits for; null means the step before it (or all branches of a parallel block before it).
    /// </summary>
    public IReadOnlyList<StepNeed>? Needs { get; init; }

    /// <summary>When it is due, relative to the window; null means at once.</summary>
    public WindowTime? DueAt { get; init; }

    /// <summary>How late it may begin before a person is asked. Default 15 minutes.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Conditions that must all hold, else the step is skipped.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>
    /// Assertions that must hold right before the step, else the run is held with exit code 4.
    /// </summary>
    public IReadOnlyList<Assertion> Guards { get; init; } = [];

    /// <summary>Assertions on the world after the step, beside the operation's own.</summary>
    public IReadOnlyList<Assertion> Verifications { get; init; } = [];

    /// <summary>The author's probe; null uses the operation's.</summary>
    public ProbeSpec? Probe { get; init; }

    /// <summary>How an interrupted attempt is taken up again; null uses the operation's way.</summary>
    public AttachSpec? Attach { get; init; }

    /// <summary>
    /// How the author clears what an unfinished attempt left; null uses the operation's way.
    /// </summary>
    public RepairSpec? Repair { get; init; }

    /// <summary>Whether a person settles every doubt, whatever a probe says. Default: no.</summary>
    public bool HoldsInDoubt { get; init; }

    /// <summary>The author's undo or refusal of one; null uses the operation's.</summary>
    public UndoSpec? Undo { get; init; }

    /// <summary>What is asked before the step's intent is written; null asks nothing.</summary>
    public Question? Confirmation { get; init; }

    /// <summary>How often it is tried; null tries once.</summary>
    public RetrySpec? Retry { get; init; }

    /// <summary>Time limit of one attempt; after it the outcome is unknown, not failed. Null: none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long it normally takes; null when nobody knows.</summary>
    public TimeSpan? Expected { get; init; }

    /// <summary>What only one run at a time may work on while the step is open. Default none.</summary>
    public IReadOnlyList<string> Locks { get; init; } = [];

    /// <summary>What is lost by going back beyond this step; null when it is no point of no return.</summary>
    public string? PointOfNoReturn { get; init; }

    /// <summary>Ids it had in earlier versions of the script, the latest first.</summary>
    public IReadOnlyList<string> FormerIds { get; init; } = [];

    /// <summary>How results that earlier versions of the step stored become one of today's.</summary>
    public IReadOnlyList<ResultConverter> Converters { get; init; } = [];

    /// <summary>The code behind the call that made it; null when no compiler told.</summary>
    public StepCode? Code { get; init; }

    /// <summary>Whether the change is to be put back before the run ends.</summary>
    public bool IsTemporary => Action is { IsTemporary: true };
}
