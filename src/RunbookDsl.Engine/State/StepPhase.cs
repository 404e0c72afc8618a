namespace RunbookDsl.Engine;

/// <summary>How a step stands according to the journal.</summary>
public enum StepPhase
{
    /// <summary>Not begun.</summary>
    Planned,

    /// <summary>Begun, and nobody knows whether the effect happened.</summary>
    InDoubt,

    /// <summary>The effect happened; its verification is still open or did not hold.</summary>
    Ok,

    /// <summary>Done and verified. Never run again.</summary>
    Verified,

    /// <summary>Failed, and known to have.</summary>
    Failed,

    /// <summary>Left out, by a condition or by an operator.</summary>
    Skipped,

    /// <summary>Its undo was begun, and nobody knows whether it happened.</summary>
    UndoInDoubt,

    /// <summary>Its undo failed, and is known to have.</summary>
    UndoFailed,

    /// <summary>Taken back.</summary>
    Undone,
}
