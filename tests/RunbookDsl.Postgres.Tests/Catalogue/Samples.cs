namespace RunbookDsl.Postgres.Tests;

/// <summary>One of each operation, in the order of the list in the README.</summary>
internal static class Samples
{
    private static readonly PgDatabase s_db = Pg.Database(new SecretReference("DATABASE_URL"))
        .Named("orders");

    private static readonly PgDatabase s_new = Pg.Database(new SecretReference("NEW_DATABASE_URL"))
        .Named("orders");

    private static readonly DumpArtifact s_dump = new()
    {
        Path = "/backups/orders-1",
        Database = "orders",
        SystemIdentifier = "1",
        Bytes = 1,
        Tables = 1,
        Rows = 1,
        Lsn = "0/1",
        TakenAt = DateTimeOffset.UnixEpoch,
        ManifestSha256 = "0",
    };

    private static readonly UpgradeOperation s_upgrade = Pg.Upgrade(
        Pg.Cluster("/usr/lib/postgresql/15/bin", "/var/lib/postgresql/15/main"),
        Pg.Cluster("/usr/lib/postgresql/17/bin", "/var/lib/postgresql/17/main")
    );

    public static IReadOnlyList<Operation> All { get; } =
    [
        Pg.Dump(s_db, "backups"),
        Pg.DumpGlobals(s_db, "backups"),
        Pg.VerifyDump(s_dump),
        Pg.FindDump("backups").Of("orders"),
        Pg.Restore(s_dump, s_db.Named("orders_new")),
        Pg.RehearseRestore(s_dump, s_db),
        Pg.Swap(s_db, "orders_new", "orders_old"),
        Pg.CloneTo(s_db, s_new, "staging").Mask("customers", "email", Masking.Email),
        Pg.CreateRestorePoint(s_db),
        Pg.Vacuum(s_db),
        Pg.Analyze(s_db),
        Pg.AnalyzeInStages(s_db),
        Pg.AssertStatistics(s_db),
        Pg.Reindex(s_db),
        Pg.CheckInvalidIndexes(s_db),
        Pg.CheckCollationVersions(s_db),
        Pg.RefreshCollation(s_db, new ReindexResult(1, 1, 1, [], TimeSpan.Zero)),
        Pg.ExtensionUpdate(s_db),
        Pg.ArchiveOldData(s_db, "public.orders", "public.orders_archive", "at < '2025-01-01'"),
        Pg.Batches(
            s_db,
            "update t set c = 1 where id in (select id from t where c is null limit 1000)",
            "select count(*) from t where c is null"
        ),
        Pg.Prewarm(s_db, "public.orders"),
        Pg.AmCheck(s_db),
        Pg.Checkpoint(s_db),
        Pg.AssertIdentity(s_db, database: "orders", environment: "staging"),
        Pg.LongTransactions(s_db),
        Pg.XminHolders(s_db),
        Pg.AssertNoPreparedTransactions(s_db),
        Pg.AssertDiskHeadroom(s_db),
        Pg.CheckSequences(s_db),
        Pg.CompareRows(s_db, s_new),
        Pg.CompareSchema(s_db, s_new),
        Pg.SyncSequences(s_db, s_new),
        Pg.StatementTimes(s_db),
        Pg.CompareStatements(s_db, new StatementTimes { Major = 15, Statements = [] }),
        Pg.ExplainKeyQueries(s_db).Query("open orders", "select count(*) from orders where open"),
        Pg.ComparePlans(s_db, new QueryPlans { Major = 15, Plans = [] }),
        Pg.CheckReplica(s_db, s_new),
        Pg.Promote(s_new, s_db),
        Pg.DropOrphanSlots(s_db, "moving"),
        Pg.Publish(s_db, "moving"),
        Pg.Subscribe(s_new, s_db, "moving"),
        Pg.LogicalCaughtUp(s_db, s_new, "moving"),
        Pg.PauseSubscription(s_new, "moving"),
        Pg.DropSubscription(s_new, s_db, "moving"),
        Pg.UpgradeCheck(s_upgrade),
        s_upgrade,
        Pg.Fence(s_db),
        Pg.Admit(s_db),
        Pg.Drain(s_db),
        Pg.SetReadOnly(s_db),
        Pg.Ddl(s_db, "alter table t add column c int"),
        Pg.Execute(s_db, "update t set c = 1").DoneWhen("select c = 1 from t"),
        Pg.Transaction(s_db, tx => tx.ExecuteAsync("update t set c = 1")),
        Pg.Query<long>(s_db, "select count(*) from t"),
        Pg.Check(s_db, "select count(*) > 0 from t"),
        Pg.DropDatabase(s_db.Named("orders_old")),
    ];
}
