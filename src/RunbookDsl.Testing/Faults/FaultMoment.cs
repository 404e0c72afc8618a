namespace RunbookDsl.Testing;

/// <summary>When a fault strikes.</summary>
public enum FaultMoment
{
    /// <summary>Nothing happens in the system.</summary>
    BeforeEffect,

    /// <summary>The effect happens, and the caller does not get the answer.</summary>
    AfterEffect,
}
