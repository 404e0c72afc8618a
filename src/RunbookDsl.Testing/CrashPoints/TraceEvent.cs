namespace RunbookDsl.Testing;

/// <summary>One line of what really happened: a durable record, an effect, a crash, what the engine
/// said.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">The record's type, the effect, the status.</param>
/// <param name="Step">The step; null for the run.</param>
internal sealed record TraceEvent(TraceKind Kind, string Text, string? Step = null)
{
    /// <summary>For an outcome how it ended, for a probe what it saw, for a decision what was
    /// decided.</summary>
    internal string Word { get; init; } = "";

    /// <summary>Number and epoch of a record.</summary>
    internal (long Seq, int Epoch) Place { get; init; }

    public override string ToString() =>
        $"{Kind, -8} {Text}{(Step is null ? "" : $" {Step}")}{(Word.Length == 0 ? "" : $" ({Word})")}";
}
