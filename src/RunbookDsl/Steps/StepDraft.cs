using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>
/// A step that does not yet know what it does: give it a <c>Run</c>, a <c>Manual</c> or an <c>Approve</c>.
/// </summary>
public sealed class StepDraft : StepVerbs<StepDraft>
{
    internal StepDraft(AuthoringSession session, StepSlot slot)
        : base(session, slot) { }

    /// <summary>Does <paramref name="operation"/>, with its own probe, verification and undo.</summary>
    public StepBuilder<TResult> Run<TResult>(
        Operation<TResult> operation,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Does(operation, Here(file, line));

    /// <summary>
    /// Runs any C#. Non-idempotent until declared otherwise (<c>.Idempotent()</c>, <c>.ReadOnly()</c>): after
    /// an interruption it is probed if there is a <c>.Probe</c>, else held. The result is journaled as JSON.
    /// </summary>
    /// <param name="body">Pass <see cref="StepContext.Cancellation"/> on to whatever it awaits.</param>
    /// <param name="text">The source text; part of the step's fingerprint.</param>
    /// <param name="file">The script; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public StepBuilder<TResult> Run<TResult>(
        Func<StepContext, Task<TResult>> body,
        [CallerArgumentExpression(nameof(body))] string text = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Does(new LambdaOperation<TResult>((context, _) => body(context), text), Here(file, line));

    /// <inheritdoc cref="Run{TResult}(Func{StepContext, Task{TResult}}, string, string, int)"/>
    public StepBuilder<Unit> Run(
        Func<StepContext, Task> body,
        [CallerArgumentExpression(nameof(body))] string text = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Does(new LambdaOperation<Unit>((context, _) => Lambdas.Await(body(context)), text), Here(file, line));

    /// <summary>
    /// A person does it, following <paramref name="instructions"/>, and says so; who and when is journaled.
    /// Without a terminal the run is held here.
    /// </summary>
    public StepBuilder<Answer> Manual(
        string instructions,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Does(new HumanOperation("Manual", new Question(QuestionKind.Manual, instructions)), Here(file, line));

    /// <summary>
    /// Waits until <paramref name="by"/> persons other than the operator have agreed (<c>runbook
    /// approve</c>).
    /// </summary>
    public StepBuilder<Answer> Approve(
        int by = 1,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var question = new Question(QuestionKind.Approve, Slot.Spec.Name) { Approvers = by };
        return Does(new HumanOperation("Approve", question), Here(file, line));
    }

    internal StepBuilder<TResult> Does<TResult>(Operation<TResult> operation, SourceLocation where)
    {
        if (Slot.Spec.Action is { } earlier)
            Session.Report(
                "RB0117",
                $"{this} already does {earlier.Kind}: a step does one thing; write a second step.",
                where
            );
        var action = operation.ReadBy(Session);
        Change(s => s with { Action = action });
        return new StepBuilder<TResult>(Session, Slot);
    }
}
