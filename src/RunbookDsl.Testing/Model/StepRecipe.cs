namespace RunbookDsl.Testing;

/// <summary>One step of a random plan.</summary>
internal sealed record StepRecipe(string Id, EffectClass Effect)
{
    internal ProbeHabit Probe { get; init; }

    internal Failure Failure { get; init; }

    /// <summary>How many attempts go wrong.</summary>
    internal int Failures { get; init; }

    /// <summary>Attempts in a row; 1 for no retry.</summary>
    internal int Attempts { get; init; } = 1;

    internal bool IsTemporary { get; init; }

    /// <summary>A condition that is known beforehand; null for none.</summary>
    internal bool? Condition { get; init; }

    /// <summary>Steps with the same number, not 0, run side by side.</summary>
    internal int Block { get; init; }

    /// <summary>An earlier step of the same block it waits for.</summary>
    internal string? Needs { get; init; }

    internal bool HasUndo { get; init; } = true;

    public override string ToString() =>
        $"{Id}: {Effect}, probe {Probe}"
        + (Failure == Failure.None ? "" : $", {Failures}x {Failure} of {Attempts} attempts")
        + (IsTemporary ? ", temporary" : "")
        + (Condition is { } holds ? $", when {holds}" : "")
        + (Block == 0 ? "" : $", block {Block}")
        + (Needs is null ? "" : $", needs {Needs}")
        + (HasUndo ? "" : ", no undo");
}
