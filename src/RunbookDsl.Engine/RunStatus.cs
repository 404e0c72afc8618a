namespace RunbookDsl.Engine;

/// <summary>How a run stands when the engine stops working on it.</summary>
public enum RunStatus
{
    /// <summary>Every step is done and nothing is left switched off. Closed. Exit code 0.</summary>
    Done,

    /// <summary>
    /// Stopped where the operator asked beforehand (<c>--until</c>). Resumable. Exit code 0.
    /// </summary>
    Paused,

    /// <summary>A step failed, or a person must act. Resumable. Exit code 1.</summary>
    Held,

    /// <summary>Everything was taken back. Closed. Exit code 3.</summary>
    RolledBack,

    /// <summary>A guard refused. Nothing of that step was begun. Resumable. Exit code 4.</summary>
    GuardRefused,

    /// <summary>The operator stopped it. Resumable. Exit code 10.</summary>
    Aborted,

    /// <summary>Nobody can tell whether a step's effect happened. A person decides. Exit code 75.</summary>
    InDoubt,
}
