using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>One way a rehearsal goes. Default: nothing goes wrong.</summary>
/// <param name="Name">Unique in the matrix; the name of its transcript: <c>clean</c>, <c>backup: drop after
/// effect</c>.</param>
public sealed record Scenario(string Name)
{
    /// <summary>Nothing goes wrong.</summary>
    public static Scenario Clean { get; } = new("clean");

    /// <summary>What goes wrong in the world.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Where the process ends; null nowhere.</summary>
    public ScenarioCrash? Crash { get; init; }

    /// <summary>The step whose question is answered with no; null none.</summary>
    public string? RefusedAt { get; init; }

    /// <summary>Stop after this step; what follows is <see cref="Ending"/>. Null runs to the end.</summary>
    public string? Until { get; init; }

    /// <summary>What the operator does when the run does not end by itself. Default: goes on.</summary>
    public ScenarioEnding Ending { get; init; }

    /// <summary>Steps that the operator leaves out, each with the reason. Default: none.</summary>
    public ImmutableSortedDictionary<string, string> Skips { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Whether the whole runbook is run a second time: after its good end, or, with <see cref="Until"/>, as a
    /// new run after the first one was given up there.
    /// </summary>
    public bool RunsAgain { get; init; }

    /// <summary>Whether <see cref="Until"/> is a point of no return: going back has to be refused. Default
    /// false.</summary>
    public bool ExpectsNoReturn { get; init; }

    /// <summary>Draws ids. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
