namespace RunbookDsl;

/// <summary>An author's own code as an operation: non-idempotent until declared otherwise.</summary>
internal sealed record LambdaOperation<TResult>(
    Func<StepContext, CancellationToken, Task<TResult>> Body,
    string Text
) : Operation<TResult>, ILambda
{
    public EffectClass Declared { get; init; } = EffectClass.NonIdempotent;

    public override string Kind => "Run";

    public override string Description => CodeText.OneLine(Text);

    /// <summary>The source text without lay-out and comments.</summary>
    public string Code => CodeText.Canonical(Text);

    public override EffectClass Effect => Declared;

    public override bool CanTell => false;

    public override Task<TResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        Body(context, cancellation);
}
