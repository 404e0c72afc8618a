namespace RunbookDsl;

/// <summary>How the child run of a step stands in its own journal.</summary>
public enum ChildStanding
{
    /// <summary>Never begun: a run is in the store whole or not at all.</summary>
    None,

    /// <summary>Begun and not at its end; nobody works on it. It is gone on with, never begun anew.</summary>
    Open,

    /// <summary>Somebody works on it by itself; its end is waited for.</summary>
    AtWork,

    /// <summary>Closed, every step done.</summary>
    Done,

    /// <summary>Closed, everything taken back.</summary>
    RolledBack,

    /// <summary>It is there and its journal cannot be believed. Only a person can tell.</summary>
    Unreadable,
}
