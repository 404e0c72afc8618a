// "Workflow: Maintenance Mode", step 3, Database Maintenance: vacuum, rebuild indexes, refresh statistics,
// apply schema changes; with a proven backup before and checks after. The application is kept out meanwhile.

Runbook("Database maintenance")
    .Purpose("Less bloat, fresh indexes and statistics; the application is kept out meanwhile")
    .Owner("platform");

var name = Param<string>("database", "The database to maintain").Default("shop");
var environment = Param<string>("environment", "What the database must say it is").Default("staging");
var role = Param<string>("role", "The login of the application").Default("shop_app");
var change = Param<string>("change", "SQL of a schema change; empty for none").Default("");
var jobs = Param<int>("jobs", "Jobs at once").Default(2).Must(j => j is >= 1 and <= 32, "between 1 and 32");

var db = Pg.Database(Secret("DATABASE_URL")).Named(name);

Step("Right database").Run(Pg.AssertIdentity(db, database: name, environment: environment));
Step("Room on the disk").Run(Pg.AssertDiskHeadroom(db, factor: 2));
Step("Nothing in the way")
    .Run(Pg.LongTransactions(db, olderThan: 60.Seconds))
    .Verify(Pg.XminHolders(db))
    .Verify(Pg.CheckInvalidIndexes(db));

Step("Application out").Run(Temporarily(Pg.Fence(db).Roles(role))).Guard(Pg.LongTransactions(db));
Step("Sessions gone").Run(Pg.Drain(db).Grace(30.Seconds));

Step("Backup")
    .Run(Pg.Dump(db, "backups").Jobs(jobs))
    .Verify(dump => dump.Bytes > 0)
    .ProvedBy(dump => Pg.RehearseRestore(dump, on: db).Jobs(jobs).AllowSameServer());
Step("Restore point").Run(Pg.CreateRestorePoint(db)).NoUndo("a name in the write-ahead log does no harm");

Step("Schema change")
    .When(change.Value.Length > 0)
    .Run(Pg.Ddl(db, change))
    .NoUndo("expand only, says its author: the old code runs on it");
Step("Vacuum").Run(Pg.Vacuum(db).Analyze().Jobs(jobs)).NoUndo("no row changed");
Step("Rebuild indexes")
    .Run(Pg.Reindex(db).Jobs(jobs))
    .Verify(Pg.CheckInvalidIndexes(db))
    .NoUndo("the new indexes are the old ones, rebuilt");
Step("Statistics of partitions and expressions")
    .Run(Pg.Analyze(db))
    .Verify(Pg.AssertStatistics(db))
    .NoUndo("statistics describe, they change nothing");
Step("Sequences").Run(Pg.CheckSequences(db));

Step("Note it down")
    .Run(
        Pg.Execute(
                db,
                """
                create table if not exists maintenance_log (run text, at timestamptz default now());
                insert into maintenance_log (run) values (@run)
                """
            )
            .With("run", "database-maintenance")
    )
    .NoUndo("a line in a log");
