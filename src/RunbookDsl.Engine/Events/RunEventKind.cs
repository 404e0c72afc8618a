namespace RunbookDsl.Engine;

/// <summary>What happened in a run.</summary>
public enum RunEventKind
{
    /// <summary>A run was begun; the text is the journal's directory.</summary>
    RunStarted,

    /// <summary>A run was taken up again; the text is the journal's directory.</summary>
    RunResumed,

    /// <summary>A step is being looked at: guards, probe, questions.</summary>
    StepReached,

    /// <summary>The step's intent is durable; it runs now.</summary>
    StepStarted,

    /// <summary>The step told how far it is.</summary>
    StepProgress,

    /// <summary>The step ended well; the text is its evidence.</summary>
    StepDone,

    /// <summary>The world was already as the step wants it; nothing was done.</summary>
    StepSatisfied,

    /// <summary>A condition or an operator left the step out; the text says why.</summary>
    StepSkipped,

    /// <summary>An assertion holds; the text is the assertion with its evidence.</summary>
    StepVerified,

    /// <summary>The attempt failed; the text says how. A retry may follow.</summary>
    StepFailed,

    /// <summary>The attempt's outcome is unknown; the text says why.</summary>
    StepInDoubt,

    /// <summary>The step was taken back; the text says how.</summary>
    StepUndone,

    /// <summary>The run waits: for a time, a person, or an old attempt.</summary>
    Waiting,

    /// <summary>Something the operator should read, without consequence by itself.</summary>
    Note,
}
