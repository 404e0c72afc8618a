// "Common Maintenance Tasks", Database: vacuum and analyze, rebuild indexes, update statistics, archive old
// data, optimize queries; and a data migration. What wants no window, while the application works on. What
// does want one: database-maintenance.

Runbook("Database upkeep")
    .Purpose("Less bloat, fresh indexes and statistics, a slow query made quick; the application works on")
    .Owner("platform")
    .Locks("db:shop");

var name = Param<string>("database", "The database").Default("shop");
var environment = Param<string>("environment", "What the database must say it is").Default("staging");
var jobs = Param<int>("jobs", "Jobs at once").Default(2).Must(j => j is >= 1 and <= 32, "between 1 and 32");
var old = Param<string>("old", "Orders placed before this day go to the archive")
    .Default("2025-03-01")
    .Must(d => DateOnly.TryParseExact(d, "yyyy-MM-dd", out _), "a day such as 2025-03-01");
var slack = Param<TimeSpan>("slack", "What a statement may take more, whatever the factor")
    .Default(5.Milliseconds);
var slow = Param<string>("slow", "The query that users wait for most")
    .Default("select count(*) from orders where customer_id = 42");

var db = Pg.Database(Secret("DATABASE_URL")).Named(name);

Step("Right database").Run(Pg.AssertIdentity(db, database: name, environment: environment).Primary());
Step("Room for the largest index, twice").Run(Pg.AssertDiskHeadroom(db, factor: 2));
Step("Nothing in the way")
    .Run(Pg.LongTransactions(db, olderThan: 60.Seconds))
    .Verify(Pg.XminHolders(db))
    .Verify(Pg.CheckInvalidIndexes(db));
var plans = Step("Plans before")
    .Run(Pg.ExplainKeyQueries(db).Query("orders by number", "select * from orders where id = 7"));
Step("Asked before").Run(Pg.Query<long>(db, slow));
var before = Step("Times before").Run(Pg.StatementTimes(db));

// What leaves is in a dump that was read through before it leaves.
Step("Backup")
    .Run(Pg.Dump(db, "backups").Jobs(jobs))
    .Verify(dump => dump.Bytes > 0)
    .ProvedBy(dump => Pg.RehearseRestore(dump, on: db).Jobs(jobs).AllowSameServer());
Step("Old orders archived")
    .Run(
        Pg.ArchiveOldData(db, "public.orders", "public.orders_archive", $"placed < '{old.Value}'").Batch(200)
    );
Step("Cents filled in")
    .Run(
        Pg.Batches(
                db,
                """
                update orders set cents = 100 * total
                where id in (select id from orders where cents is null limit 500)
                """,
                "select count(*) from orders where cents is null"
            )
            .Keeping("select count(*) from orders")
    )
    .NoUndo("nobody reads the new column yet");

// A failed one leaves an invalid index, which `if not exists` would take for a good one: looked for above.
Step("Index for the slow query")
    .Run(
        Pg.Ddl(db, "create index concurrently if not exists orders_customer on orders (customer_id)")
            .OutsideTransaction()
            .DoneWhen(
                "select coalesce(bool_and(i.indisvalid), false) from pg_index i"
                    + " join pg_class c on c.oid = i.indexrelid where c.relname = 'orders_customer'"
            )
    )
    .Verify(Pg.CheckInvalidIndexes(db))
    .Undo(
        Pg.Ddl(db, "drop index concurrently if exists orders_customer")
            .OutsideTransaction()
            .DoneWhen("select to_regclass('orders_customer') is null")
    );
Step("Vacuum and analyze").Run(Pg.Vacuum(db).Analyze().Jobs(jobs)).NoUndo("no row changed");
Step("Rebuild indexes")
    .Run(Pg.Reindex(db).Concurrently().Jobs(jobs))
    .Verify(Pg.CheckInvalidIndexes(db))
    .NoUndo("the new indexes are the old ones, rebuilt");
Step("Statistics of partitions and expressions")
    .Run(Pg.Analyze(db))
    .Verify(Pg.AssertStatistics(db))
    .NoUndo("statistics describe, they change nothing");

Step("Same plans").Run(Pg.ComparePlans(db, plans));
Step("Asked again").Run(Pg.Query<long>(db, slow));
Step("Nothing is slower").Run(Pg.CompareStatements(db, before).AtLeast(1).Allowing(slack));
