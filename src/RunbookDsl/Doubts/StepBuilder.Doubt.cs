using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <content>What is done about an attempt that was interrupted.</content>
public sealed partial class StepBuilder<TResult>
{
    /// <summary>
    /// Takes up an interrupted attempt by the handle it gave to <see cref="StepContext.StartedAsync"/>: waits
    /// for its end and gives its result. It is never started again while it may run. Throws
    /// <see cref="OperationFailedException"/> when it failed; for any other exception the probe is asked,
    /// and without one the run is held.
    /// </summary>
    public StepBuilder<TResult> Attach(
        Func<StepContext, string, Task<TResult>> body,
        [CallerArgumentExpression(nameof(body))] string text = ""
    ) =>
        With(s =>
            s with
            {
                Attach = new AttachSpec(
                    CodeText.OneLine(text),
                    async (context, handle, _) => await body(context, handle).ConfigureAwait(false)
                )
                {
                    Code = CodeText.Canonical(text),
                },
            }
        );

    /// <summary>
    /// Clears what an unfinished attempt left, when the probe says <see cref="ProbeState.Partial"/>; then the
    /// step runs, or is taken back. Behind a durable intent; must stand being repeated.
    /// </summary>
    public StepBuilder<TResult> Repair(
        Func<StepContext, Task> body,
        [CallerArgumentExpression(nameof(body))] string text = ""
    ) =>
        With(s =>
            s with
            {
                Repair = new RepairSpec(CodeText.OneLine(text), body) { Code = CodeText.Canonical(text) },
            }
        );

    /// <summary>
    /// Declares that only a person may settle an interrupted attempt: the run is held, and what the probe saw
    /// is shown. For steps whose probe is not worth betting on.
    /// </summary>
    public StepBuilder<TResult> HoldWhenInDoubt() => With(s => s with { HoldsInDoubt = true });
}
