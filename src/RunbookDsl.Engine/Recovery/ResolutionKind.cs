namespace RunbookDsl.Engine;

/// <summary>What a person can decide about a step.</summary>
public enum ResolutionKind
{
    /// <summary>The effect is there: verify it and go on.</summary>
    Done,

    /// <summary>The effect is not there: run it.</summary>
    Rerun,

    /// <summary>It has been taken back by hand.</summary>
    Undone,

    /// <summary>Leave it out.</summary>
    Skip,
}
