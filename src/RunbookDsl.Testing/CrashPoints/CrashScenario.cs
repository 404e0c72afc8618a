using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>What is run, and crashed, over and over: each time with a world and a plan of its own.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Plan">
/// Builds the plan against a fresh world. Its steps change that world through the server, which counts.
/// Called
/// once for each point; must give the same plan each time.
/// </param>
public sealed record CrashScenario(string Name, Func<EffectServer, Plan> Plan)
{
    /// <summary>Prepares the world before the run. Default: it is empty.</summary>
    public Action<EffectServer> Before { get; init; } = _ => { };

    /// <summary>
    /// True crashes the undo of the run instead of the run. Default false. The run is then left open after
    /// <see cref="Until"/>.
    /// </summary>
    public bool IsUndo { get; init; }

    /// <summary>For an undo: the last step that is run before. Default null: the last but one.</summary>
    public string? Until { get; init; }

    /// <summary>Who answers questions. Default: somebody who says yes.</summary>
    public IPeople? People { get; init; }

    /// <summary>Where secrets come from. Default: there are none.</summary>
    public ISecretStore? Secrets { get; init; }

    /// <summary>The ports of the operations. Default: none.</summary>
    public PortRegistry Ports { get; init; } = PortRegistry.Empty;

    /// <summary>
    /// What an operator decides about a run that is held; null for nothing to be done but to go on. Default:
    /// looks at the server whether the step's effect is there and resolves the step as done, with the result
    /// of the uninterrupted run, or to be run again.
    /// </summary>
    public Func<RunResult, EffectServer, Resolution?>? Settle { get; init; }

    /// <summary>Draws what a loss of power leaves on the disk. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many losses of power are tried at each point, each with another outcome. Default
    /// 2.</summary>
    public int PowerLosses { get; init; } = 2;

    /// <summary>
    /// The resume after every so many points is crashed too, at every so many of its own points. Default 5;
    /// 0 never.
    /// </summary>
    public int SecondCrashEvery { get; init; } = 5;

    /// <summary>Lets one of the branches that wait for their turn go on; false if none waits.</summary>
    internal Func<bool>? Turn { get; init; }

    /// <summary>When the run's clock begins. Default 2026-12-05 05:00 UTC.</summary>
    public DateTimeOffset StartsAt { get; init; } = new(2026, 12, 5, 5, 0, 0, TimeSpan.Zero);

    /// <summary>One process of the scenario.</summary>
    internal Task<RunResult?> StepAsync(CrashRun run, Life life) =>
        IsUndo ? run.UndoAsync(life) : run.GoOnAsync(life);
}
