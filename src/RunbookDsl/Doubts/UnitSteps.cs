using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>Verbs of steps without a result.</summary>
public static class UnitSteps
{
    /// <inheritdoc cref="StepBuilder{TResult}.Attach"/>
    public static StepBuilder<Unit> Attach(
        this StepBuilder<Unit> step,
        Func<StepContext, string, Task> body,
        [CallerArgumentExpression(nameof(body))] string text = ""
    ) => step.Attach((context, handle) => Lambdas.Await(body(context, handle)), text);
}
