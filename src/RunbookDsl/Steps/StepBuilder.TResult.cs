using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>
/// A step that knows what it does; stands for its <see cref="Output{T}"/> wherever one is wanted.
/// </summary>
/// <typeparam name="TResult">The type of its result.</typeparam>
public sealed partial class StepBuilder<TResult> : StepVerbs<StepBuilder<TResult>>
{
    internal StepBuilder(AuthoringSession session, StepSlot slot)
        : base(session, slot) => Output = new Output<TResult>(slot);

    /// <summary>The result it will have.</summary>
    public Output<TResult> Output { get; }

    /// <summary>The step's result, for later steps.</summary>
    public static implicit operator Output<TResult>(StepBuilder<TResult> step) => step.Output;

    /// <summary>The step's result, as an argument of a later operation.</summary>
    public static implicit operator Input<TResult>(StepBuilder<TResult> step) => step.Output;

    /// <summary>A condition on the result, for a later step's <c>.When</c>.</summary>
    public Condition Is(
        Func<TResult, bool> predicate,
        [CallerArgumentExpression(nameof(predicate))] string text = ""
    ) => Output.Is(predicate, text);

    /// <summary>
    /// Asserts something of the result. A failed assertion fails the step; it is never run again for it.
    /// </summary>
    public StepBuilder<TResult> Verify(
        Func<TResult, bool> predicate,
        [CallerArgumentExpression(nameof(predicate))] string text = ""
    ) => With(s => s with { Verifications = [.. s.Verifications, Assertions.FromResult(text, predicate)] });

    /// <summary>
    /// Asserts something of the world, looked at again until it holds or <paramref name="within"/> has passed
    /// (default: one look). Repeated on resume.
    /// </summary>
    public StepBuilder<TResult> Verify(Check check, TimeSpan? within = null) =>
        With(s =>
            s with
            {
                Verifications =
                [
                    .. s.Verifications,
                    Assertion.Of(check) with
                    {
                        Within = within ?? TimeSpan.Zero,
                    },
                ],
            }
        );

    /// <summary>
    /// Asserts whatever C# can look at; read-only. Looked at again until it holds or the time has passed.
    /// </summary>
    public StepBuilder<TResult> Verify(
        Func<StepContext, Task<bool>> test,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(test))] string text = ""
    ) =>
        With(s =>
            s with
            {
                Verifications =
                [
                    .. s.Verifications,
                    Assertions.FromTest(text, test) with
                    {
                        Within = within ?? TimeSpan.Zero,
                    },
                ],
            }
        );

    /// <summary>Takes the step back by another operation, which is verified like any.</summary>
    public StepBuilder<TResult> Undo<TUndo>(Operation<TUndo> operation)
    {
        if (operation.HasOwnRun)
            Session.Report(
                "RB0142",
                $"the undo of {this} cannot be a child run: only a step can run one.",
                Slot.Spec.Where
            );
        return With(s => s with { Undo = Undos.ByOperation(operation) });
    }

    /// <summary>
    /// Takes the step back by any C#; <see cref="StepContext.Before"/> and <see cref="StepContext.Result"/>
    /// are there.
    /// </summary>
    public StepBuilder<TResult> Undo(
        Func<StepContext, Task> body,
        [CallerArgumentExpression(nameof(body))] string text = ""
    ) =>
        With(s =>
            s with
            {
                Undo = new UndoSpec(CodeText.OneLine(text), (context, _, _) => body(context))
                {
                    Code = CodeText.Canonical(text),
                },
            }
        );

    /// <summary>
    /// Says that the step cannot, or need not, be taken back, and why. Shown in the plan and by <c>undo</c>.
    /// </summary>
    public StepBuilder<TResult> NoUndo(
        string reason,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        if (string.IsNullOrWhiteSpace(reason))
            Session.Report(
                "RB0121",
                ".NoUndo wants the reason, for the operator who reads it at 3 AM.",
                Here(file, line)
            );
        return With(s => s with { Undo = new UndoSpec(reason, null) });
    }

    /// <summary>
    /// Tells after an interruption (and before the first run) whether the effect is there: the check passes =
    /// done.
    /// </summary>
    public StepBuilder<TResult> Probe(Check done) => With(s => s with { Probe = Probes.ByCheck(done) });

    /// <summary>Tells whether the effect is there, by any C# that only looks.</summary>
    public StepBuilder<TResult> Probe(
        Func<StepContext, Task<ProbeState>> look,
        [CallerArgumentExpression(nameof(look))] string text = ""
    ) => With(s => s with { Probe = Probes.ByState(text, look) });

    /// <summary>
    /// Declares that running it twice is the same as running it once: an interrupted attempt is simply
    /// repeated.
    /// </summary>
    public StepBuilder<TResult> Idempotent(
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Declare(EffectClass.Convergent, Here(file, line));

    /// <summary>
    /// Declares that it changes nothing: one journal write instead of two, repeated freely.
    /// </summary>
    public StepBuilder<TResult> ReadOnly(
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Declare(EffectClass.ReadOnly, Here(file, line));

    /// <summary>Declares that it cannot be taken back.</summary>
    public StepBuilder<TResult> Irreversible(
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Declare(EffectClass.Irreversible, Here(file, line));

    /// <summary>
    /// Adds a step after this one that proves its result (a rehearsed restore proves a dump). Its id is this
    /// one's with <c>-proof</c>.
    /// </summary>
    public StepBuilder<TResult> ProvedBy<TProof>(
        Func<Output<TResult>, Operation<TProof>> proof,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var draft = Session.AddStep($"{Slot.Spec.Name}: proof", Here(file, line));
        draft.Slot.ProofOf(Slot);
        draft.Does(proof(Output), Here(file, line));
        return this;
    }

    private StepBuilder<TResult> Declare(EffectClass effect, SourceLocation where)
    {
        if (Slot.Spec.Action is LambdaOperation<TResult> own)
            return With(s => s with { Action = own with { Declared = effect } });
        Session.Report(
            "RB0122",
            $".{where.Verb}() is for code of your own: {Slot.Spec.Action?.Kind} knows itself what a second run does.",
            where
        );
        return this;
    }
}
