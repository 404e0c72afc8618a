namespace RunbookDsl;

/// <summary>
/// Whether a step is to run, decided from results of earlier steps when it is reached. The decision is
/// journaled, so that resume takes the same way.
/// </summary>
public sealed class Condition
{
    private readonly Func<StepContext, bool> _evaluate;

    internal Condition(string text, IReadOnlyList<Output> reads, Func<StepContext, bool> evaluate) =>
        (Text, Code, Reads, _evaluate) = (text, text, reads, evaluate);

    /// <summary>The condition in words, for the plan and the journal.</summary>
    public string Text { get; }

    /// <summary>The source text without lay-out and comments; the words where it is no code.</summary>
    internal string Code { get; init; }

    /// <summary>The results it needs.</summary>
    public IReadOnlyList<Output> Reads { get; }

    /// <summary>Decides it; called by the engine once.</summary>
    public bool Evaluate(StepContext context) => _evaluate(context);

    /// <summary>Holds when both do; the right one is not looked at when the left one does not.</summary>
    public static Condition operator &(Condition left, Condition right) =>
        new(
            $"{left.Text} and {right.Text}",
            [.. left.Reads, .. right.Reads],
            c => left.Evaluate(c) && right.Evaluate(c)
        )
        {
            Code = $"({left.Code})and({right.Code})",
        };

    /// <summary>At least one holds.</summary>
    public static Condition operator |(Condition left, Condition right) =>
        new(
            $"{left.Text} or {right.Text}",
            [.. left.Reads, .. right.Reads],
            c => left.Evaluate(c) || right.Evaluate(c)
        )
        {
            Code = $"({left.Code})or({right.Code})",
        };

    /// <summary>It does not hold.</summary>
    public static Condition operator !(Condition condition) =>
        new($"not ({condition.Text})", condition.Reads, c => !condition.Evaluate(c))
        {
            Code = $"not({condition.Code})",
        };
}
