namespace RunbookDsl;

/// <summary>What a look at the world says about an operation's effect.</summary>
public enum ProbeState
{
    /// <summary>Nobody can tell from here. In doubt: held, a person decides.</summary>
    Unknown,

    /// <summary>The effect is not there and nothing of it is left behind.</summary>
    NotDone,

    /// <summary>The effect is there, complete.</summary>
    Done,

    /// <summary>An earlier attempt is still at work; it is waited for, never started a second time.</summary>
    InFlight,

    /// <summary>
    /// Something is left of an attempt that did not finish; <see cref="Operation.CanRepair"/> says if it can
    /// be cleared.
    /// </summary>
    Partial,

    /// <summary>Something else is there, not ours. Held, a person decides.</summary>
    Conflict,
}
