namespace RunbookDsl.Testing;

/// <summary>What a cell of the coverage is about.</summary>
public enum CellKind
{
    /// <summary>A way in which a step can end.</summary>
    Outcome,

    /// <summary>A way in which taking a step back can end.</summary>
    Undo,

    /// <summary>A moment at which the process ends and another one goes on.</summary>
    Resume,

    /// <summary>A condition that holds, or does not.</summary>
    Condition,

    /// <summary>A guard that holds, or refuses.</summary>
    Guard,

    /// <summary>A text of the author's that somebody reads.</summary>
    Message,
}
