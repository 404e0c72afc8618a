namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Publishes the tables of <paramref name="database"/> for logical replication; <c>.Tables("orders")</c>
    /// only some. Refuses tables whose updates and deletes would fail from then on.
    /// </summary>
    public static PublishOperation Publish(PgDatabase database, string name) => new(database, name);

    /// <summary>
    /// Lets <paramref name="target"/> follow a publication of <paramref name="source"/>: copies the rows,
    /// then takes over every change. The schema has to be there, and its tables empty. The target's server
    /// has to reach the source by the address in the secret.
    /// </summary>
    public static SubscribeOperation Subscribe(PgDatabase target, PgDatabase source, string publication) =>
        new(target, source, publication);

    /// <summary>
    /// Asserts that a subscription has everything that was written to the source when this is asked:
    /// meaningful once the source is fenced. <c>.Within(1.Minutes)</c> waits.
    /// </summary>
    public static CaughtUpCheck LogicalCaughtUp(PgDatabase source, PgDatabase target, string subscription) =>
        new(source, target, subscription);

    /// <summary>
    /// Lets a subscription rest: nothing more is taken over, its slot stays and keeps the source's log. The
    /// undo lets it go on where it stopped.
    /// </summary>
    public static PauseSubscriptionOperation PauseSubscription(PgDatabase target, string name) =>
        new(target, name);

    /// <summary>
    /// Ends a subscription for good and drops its slot at the source, which would keep the log there until
    /// the disk is full.
    /// </summary>
    public static DropSubscriptionOperation DropSubscription(
        PgDatabase target,
        PgDatabase source,
        string name
    ) => new(target, source, name);
}
