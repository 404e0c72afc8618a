using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>One process that worked on the run.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Verb">What it was told: <c>exec</c>, <c>resume</c>, <c>resolve --done</c>,
/// <c>undo</c>.</param>
public sealed record RehearsalLife(int Number, string Verb)
{
    /// <summary>What the engine said; null when the process was ended.</summary>
    public RunResult? Result { get; init; }

    /// <summary>How it ended where the engine said nothing: <c>crashed after the effect of 'backup'</c>, or a
    /// refusal.</summary>
    public string? End { get; init; }

    /// <summary>What it wrote into the journal of the run, in order; only what was durable.</summary>
    public IReadOnlyList<WrittenRecord> Written { get; init; } = [];
}
