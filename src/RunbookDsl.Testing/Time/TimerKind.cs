namespace RunbookDsl.Testing;

/// <summary>What a timer of the virtual clock is for.</summary>
internal enum TimerKind
{
    /// <summary>A step waits for it and does nothing else: time may jump.</summary>
    Wait,

    /// <summary>
    /// A delay of a step's own code, which may be all the step does or only look on while it works: time
    /// jumps to it when nothing has moved for a while.
    /// </summary>
    Delay,

    /// <summary>A limit of something that is at work: it fires when time gets there and is no reason to go
    /// there.</summary>
    Limit,

    /// <summary>A system changes on its own: a dyno comes up, a cached answer ends.</summary>
    Transition,

    /// <summary>Comes again and again; once for each jump is enough.</summary>
    Periodic,
}
