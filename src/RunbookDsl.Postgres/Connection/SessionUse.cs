namespace RunbookDsl.Postgres;

/// <summary>What a connection is for; decides its settings and what a broken connection means.</summary>
internal enum SessionUse
{
    /// <summary>
    /// Reads only: the server refuses writes, and ends the statement when the runner is gone.
    /// </summary>
    Look,

    /// <summary>
    /// A short change: the server ends the statement when the runner is gone. In doubt if it breaks.
    /// </summary>
    Change,

    /// <summary>Work that is to outlive the runner, found again by its name. In doubt if it breaks.</summary>
    Long,

    /// <summary>With none of our settings, to see what a client would see. Asks only.</summary>
    AsApplication,
}
