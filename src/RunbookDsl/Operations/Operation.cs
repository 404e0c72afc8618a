using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl;

/// <summary>
/// What a step does: an immutable description with the means to look, act, check and take back. Writing one
/// down does nothing; only the engine calls the methods, in the order probe, capture, run, verify, and later
/// perhaps undo.
/// </summary>
/// <remarks>
/// Derive from <see cref="Operation{TResult}"/> or <see cref="Check"/>; the engine needs no edit for it.
/// </remarks>
public abstract record Operation
{
    /// <summary>The verb, such as <c>Pg.Dump</c>. Stable: it is journaled and compared on resume.</summary>
    public abstract string Kind { get; }

    /// <summary>One line in an operator's words: what will change, where.</summary>
    public abstract string Description { get; }

    /// <summary>What a second run would do.</summary>
    public abstract EffectClass Effect { get; }

    /// <summary>
    /// What is touched, for the plan's blast radius, such as <c>database orders</c>; null when nothing is.
    /// </summary>
    public virtual string? Target => null;

    /// <summary>The arguments, for the plan and the fingerprint.</summary>
    public virtual IReadOnlyList<Fact> Facts => [];

    /// <summary>Results of earlier steps this operation needs.</summary>
    public virtual IReadOnlyList<Output> Reads => [];

    /// <summary>Secrets this operation will ask for; all are looked up before the first step runs.</summary>
    public virtual IReadOnlyList<SecretReference> Secrets => [];

    /// <summary>How the operation itself verifies its effect, in words; null when it cannot.</summary>
    public virtual string? Verification => null;

    /// <summary>How long the verification is looked at again until it holds. Default: one look.</summary>
    public virtual TimeSpan VerifyWithin => TimeSpan.Zero;

    /// <summary>How the operation undoes itself, in words; null when it cannot.</summary>
    public virtual string? UndoDescription => null;

    /// <summary>What an expert would say before letting you do this; null when nothing.</summary>
    public virtual string? Warning => null;

    /// <summary>
    /// Whether <see cref="RepairAsync"/> clears what a <see cref="ProbeState.Partial"/> attempt left.
    /// </summary>
    public virtual bool CanRepair => false;

    /// <summary>
    /// Whether an interrupted attempt is taken up again by its handle, see
    /// <see cref="Operation{TResult}.AttachAsync"/>. Default: no; the probe decides.
    /// </summary>
    public virtual bool CanAttach => false;

    /// <summary>
    /// Whether an interrupted attempt can be settled without a person, by the probe or a handle. Only for
    /// the advice of <c>check</c> and <c>plan</c>. Default: yes, for an operation that has a probe.
    /// </summary>
    public virtual bool CanTell => true;

    /// <summary>How long it normally takes; null when nobody knows. Shown beside the elapsed time.</summary>
    public virtual TimeSpan? Expected => null;

    /// <summary>Whether the change is to be put back before the run ends (<c>Temporarily</c>).</summary>
    public bool IsTemporary { get; init; }

    /// <summary>
    /// Whether it runs another runbook, with a journal of its own. Asked instead of its type, which would
    /// load the JSON writer into every start. Default: no.
    /// </summary>
    public virtual bool HasOwnRun => false;

    /// <summary>The operation as the plan has it, once the session was asked what it refers to.</summary>
    internal virtual Operation ReadBy(AuthoringSession session) => this;

    /// <summary>The .NET type of the result.</summary>
    public abstract Type ResultType { get; }

    /// <summary>How the result is journaled; null for a simple value or reflection.</summary>
    public abstract JsonTypeInfo? ResultJson { get; }

    /// <summary>
    /// Looks whether the effect is there. Called before every first run and for every interrupted one. Must
    /// not change anything. Default: <see cref="ProbeState.Unknown"/>.
    /// </summary>
    public virtual Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.Unknown($"{Kind} has no probe"));

    /// <summary>
    /// Reads what <see cref="RevertAsync"/> will need; journaled with the intent. Default: nothing.
    /// </summary>
    public virtual Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult<Captured?>(null);

    /// <summary>
    /// Clears what an unfinished attempt left, so that the operation can run. Only if
    /// <see cref="CanRepair"/>.
    /// </summary>
    public virtual Task RepairAsync(StepContext context, CancellationToken cancellation) =>
        Task.CompletedTask;

    /// <summary>Makes the change. The engine's form of <see cref="Operation{TResult}.RunAsync"/>.</summary>
    public abstract Task<object?> ExecuteAsync(StepContext context, CancellationToken cancellation);

    /// <summary>
    /// Takes up an interrupted attempt. The engine's form of <see cref="Operation{TResult}.AttachAsync"/>.
    /// </summary>
    public abstract Task<object?> ReattachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    );

    /// <summary>
    /// Asserts the effect. The engine's form of <see cref="Operation{TResult}.VerifyAsync"/>.
    /// </summary>
    public abstract Task<Verdict> CheckResultAsync(
        StepContext context,
        object? result,
        CancellationToken cancellation
    );

    /// <summary>
    /// Takes the change back. The engine's form of <see cref="Operation{TResult}.UndoAsync"/>.
    /// </summary>
    public abstract Task RevertAsync(StepContext context, object? result, CancellationToken cancellation);

    /// <summary>
    /// Looks whether an undo has been done; called for an interrupted one. Default:
    /// <see cref="ProbeState.Unknown"/>.
    /// </summary>
    public virtual Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.Unknown($"{Kind} has no probe for its undo"));
}
