namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Refuses every connection to <paramref name="database"/> (the runbook's too) and ends its sessions;
    /// <c>.Roles("app")</c> takes the login from roles instead.
    /// </summary>
    public static FenceOperation Fence(PgDatabase database) => new(database);

    /// <summary>
    /// Lets clients connect to <paramref name="database"/>; <c>.Roles("app")</c> gives roles their login.
    /// After a promotion: the fence of the old primary reached the replica with the log.
    /// </summary>
    public static AdmitOperation Admit(PgDatabase database) => new(database);

    /// <summary>
    /// Ends the client sessions of <paramref name="database"/>, waiting for running transactions first.
    /// </summary>
    public static DrainOperation Drain(PgDatabase database) => new(database);

    /// <summary>
    /// Makes new sessions read-only by default and ends the old ones. A courtesy, not a fence.
    /// </summary>
    public static ReadOnlyOperation SetReadOnly(PgDatabase database) => new(database);
}
