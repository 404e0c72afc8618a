namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Asserts that a streaming replica follows its primary and has replayed all but 1 MiB of its log;
    /// <c>.AtMost(0)</c> for all of it, <c>.Within(30.Seconds)</c> waits for it. A replica that is not
    /// connected fails, whatever its lag. Works on fenced databases, too.
    /// </summary>
    public static ReplicaCheck CheckReplica(PgDatabase primary, PgDatabase replica) =>
        new(RestoreJob.Maintenance(primary), RestoreJob.Maintenance(replica));

    /// <summary>
    /// Makes a replica the primary. There is no way back: it happens only when the old primary is proved to
    /// be fenced, and the replica has everything the old one wrote. A fence made in the catalogue has
    /// reached the replica as well: <see cref="Admit"/> its database afterwards.
    /// </summary>
    /// <param name="replica">Becomes the primary.</param>
    /// <param name="oldPrimary">What it follows; fenced by an earlier step, such as
    /// <see cref="Fence"/>.</param>
    public static PromoteOperation Promote(PgDatabase replica, PgDatabase oldPrimary) =>
        new(replica, oldPrimary);

    /// <summary>
    /// Drops replication slots that nobody uses, by name; refuses all when one is in use. Part of the way
    /// back of every runbook that makes one.
    /// </summary>
    /// <param name="database">Any database of the server.</param>
    /// <param name="names">The slots.</param>
    public static DropOrphanSlotsOperation DropOrphanSlots(PgDatabase database, params string[] names) =>
        new(database, names);
}
