using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl;

/// <summary>
/// An operation with a typed result, which later steps may read as <see cref="Output{T}"/>.
/// </summary>
/// <typeparam name="TResult">Journaled as JSON; give <see cref="JsonInfo"/> to keep reflection out of the
/// start.</typeparam>
public abstract record Operation<TResult> : Operation
{
    /// <inheritdoc/>
    public sealed override Type ResultType => typeof(TResult);

    /// <inheritdoc/>
    public sealed override JsonTypeInfo? ResultJson => JsonInfo;

    /// <summary>
    /// Source-generated JSON of the result; null uses reflection (or nothing, for simple values).
    /// </summary>
    protected virtual JsonTypeInfo<TResult>? JsonInfo => null;

    /// <summary>
    /// Makes the change. Called after a durable intent; may be called again by resume or retry only as
    /// <see cref="Operation.Effect"/> and the probe allow. Throws <see cref="OperationFailedException"/> when
    /// it failed and <see cref="OutcomeUnknownException"/> when it cannot tell.
    /// </summary>
    public abstract Task<TResult> RunAsync(StepContext context, CancellationToken cancellation);

    /// <summary>
    /// Waits for the end of what an interrupted attempt began, found by the <paramref name="handle"/> it gave
    /// to <see cref="StepContext.StartedAsync"/>, and gives its result. Starts nothing. Only if
    /// <see cref="Operation.CanAttach"/>. Throws <see cref="OperationFailedException"/> when the effect
    /// failed; for any other exception the probe is asked.
    /// </summary>
    public virtual Task<TResult> AttachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    ) => throw new OutcomeUnknownException($"{Kind} cannot be taken up again by a handle");

    /// <summary>
    /// Asserts the effect, through another path than the one that made it. Read-only: repeated until its time
    /// budget is used up, and again on resume. Default: passes, and <see cref="Operation.Verification"/> is
    /// null.
    /// </summary>
    public virtual Task<Verdict> VerifyAsync(
        StepContext context,
        TResult result,
        CancellationToken cancellation
    ) => Task.FromResult(Verdict.Pass("nothing to verify"));

    /// <summary>Takes the change back with <see cref="StepContext.Before"/>. Default: not possible.</summary>
    public virtual Task UndoAsync(StepContext context, TResult result, CancellationToken cancellation) =>
        throw new OperationFailedException($"{Kind} has no undo: {Description}");

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public sealed override async Task<object?> ExecuteAsync(
        StepContext context,
        CancellationToken cancellation
    ) => await RunAsync(context, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public sealed override async Task<object?> ReattachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    ) => await AttachAsync(context, handle, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public sealed override Task<Verdict> CheckResultAsync(
        StepContext context,
        object? result,
        CancellationToken cancellation
    ) => VerifyAsync(context, (TResult)result!, cancellation);

    /// <inheritdoc/>
    public sealed override Task RevertAsync(
        StepContext context,
        object? result,
        CancellationToken cancellation
    ) => UndoAsync(context, (TResult)result!, cancellation);
}
