using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>How one rehearsal went.</summary>
/// <param name="Scenario">What was tried.</param>
/// <param name="Plan">The plan it was tried with.</param>
public sealed record RehearsalResult(Scenario Scenario, Plan Plan)
{
    /// <summary>The processes that worked on the run, in order.</summary>
    public IReadOnlyList<RehearsalLife> Lives { get; init; } = [];

    /// <summary>The journal of the run, over all its processes; empty when it was never begun.</summary>
    public IReadOnlyList<JournalRecord> Records { get; init; } = [];

    /// <summary>The state folded from the journal; null when the run was never begun.</summary>
    public Engine.RunState? State { get; init; }

    /// <summary>Every call at every system, in order; those of earlier runbooks are left out.</summary>
    public IReadOnlyList<WorldEvent> Events { get; init; } = [];

    /// <summary>What an operator would have seen, each with the process it came from.</summary>
    public IReadOnlyList<SeenEvent> Seen { get; init; } = [];

    /// <summary>Questions with their answers, in order.</summary>
    public IReadOnlyList<AskedQuestion> Asked { get; init; } = [];

    /// <summary>The world before.</summary>
    public IReadOnlyList<SystemState> Before { get; init; } = [];

    /// <summary>The world after.</summary>
    public IReadOnlyList<SystemState> After { get; init; } = [];

    /// <summary>When virtual time began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took in virtual time.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Names of the values that vary.</summary>
    public TokenBook Tokens { get; init; } = new();

    /// <summary>What is wrong; empty when the rehearsal passes.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How the run stood at the end; null when its last process was ended.</summary>
    public RunStatus? Status => Lives.LastOrDefault(l => l.Result is not null)?.Result?.Status;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsPassed => Findings.Count == 0;
}
