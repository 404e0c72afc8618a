namespace RunbookDsl.Testing;

/// <summary>Where in a step the process ends.</summary>
public enum CrashMoment
{
    /// <summary>Before the step's intent is written.</summary>
    BeforeIntent,

    /// <summary>The intent is durable, nothing has happened.</summary>
    AfterIntent,

    /// <summary>The effect has happened, its outcome is not written.</summary>
    AfterEffect,

    /// <summary>The outcome is durable, nothing followed.</summary>
    AfterOutcome,
}
