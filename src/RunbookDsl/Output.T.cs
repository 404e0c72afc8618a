using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>
/// The typed result a step will have. Journaled as JSON when the step ends and read back on resume; read it
/// with <see cref="StepContext.Read{T}(Output{T})"/> inside a later step.
/// </summary>
public sealed class Output<T> : Output
{
    internal Output(StepSlot slot)
        : base(slot) { }

    /// <inheritdoc/>
    public override Type ValueType => typeof(T);

    /// <summary>
    /// A condition on the value for <c>.When</c>, decided once when its step is reached and journaled.
    /// </summary>
    /// <param name="predicate">Pure: it may be evaluated again in a rehearsal.</param>
    /// <param name="text">The source text, printed in the plan.</param>
    public Condition Is(
        Func<T, bool> predicate,
        [CallerArgumentExpression(nameof(predicate))] string text = ""
    ) =>
        new($"{this} is {CodeText.OneLine(text)}", [this], context => predicate(context.Read(this)))
        {
            Code = $"{StepId} {CodeText.Canonical(text)}",
        };
}
