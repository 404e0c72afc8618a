using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Everything outside that the engine works with; composed in one place.</summary>
public sealed record EngineServices
{
    /// <summary>Where runs are journaled.</summary>
    public required IJournalStore Store { get; init; }

    /// <summary>The run's clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>
    /// The clock a new run's id is made of, by which the newest run is found. Default null: <see
    /// cref="Clock"/>. A rehearsal whose clock stands elsewhere gives the real one.
    /// </summary>
    public TimeProvider? IdClock { get; init; }

    /// <summary>How the engine waits.</summary>
    public required IPause Pause { get; init; }

    /// <summary>Source of ids.</summary>
    public required Random Random { get; init; }

    /// <summary>Where secrets come from.</summary>
    public required ISecretStore Secrets { get; init; }

    /// <summary>Who can be asked.</summary>
    public required IPeople People { get; init; }

    /// <summary>Who sees what happens.</summary>
    public required IRunObserver Observer { get; init; }

    /// <summary>The ports of the operations.</summary>
    public PortRegistry Ports { get; init; } = PortRegistry.Empty;

    /// <summary>
    /// The services of a child run with this plan, where they differ by the runbook's folder. Default null:
    /// these. Store and observer are the parent's in any case.
    /// </summary>
    public Func<Plan, EngineServices>? ForChild { get; init; }

    /// <summary>
    /// Where an outcome is kept that the journal cannot take. Default: nowhere, it is only printed.
    /// </summary>
    public SpillPlaces Spill { get; init; } = SpillPlaces.None;

    /// <summary>
    /// What a command for the operator has to end with, so that it finds the same journals. Default empty.
    /// </summary>
    public string CommandSuffix { get; init; } = "";

    /// <summary>Login name of the person who runs it.</summary>
    public required string Operator { get; init; }

    /// <summary>Most steps at once in parallel blocks without a limit of their own. Default 8.</summary>
    public int MostAtOnce { get; init; } = 8;

    /// <summary>
    /// How long a resumed run waits for processes of an interrupted attempt to end before it is held. Default
    /// 1 hour.
    /// </summary>
    public TimeSpan OldAttemptPatience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a step waits for a resource that another run has before the run is held. Default 15 minutes.
    /// </summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a probe may take before it has seen nothing. Default 5 minutes.</summary>
    public TimeSpan ProbePatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a cancelled step may take to stop before it is left behind as in doubt. Default 30 s.
    /// </summary>
    public TimeSpan CancelPatience { get; init; } = TimeSpan.FromSeconds(30);
}
