// The "Rollback Plan" of "Workflow: Maintenance Mode", done safely. The document pipes backup.sql into psql:
// into the live database that doubles every table without a primary key, keeps the newer rows of the others,
// and exits 0. Here the backup is restored into a new database, compared, analysed, and only then swapped in;
// the failed state is kept.

Runbook("Roll a database back to its backup")
    .Purpose("The application works on the state of the backup again; the failed state is kept for later")
    .Owner("platform");

var name = Param<string>("database", "The database to roll back").Default("shop");
var environment = Param<string>("environment", "What the database must say it is").Default("staging");
var role = Param<string>("role", "The login of the application").Default("shop_app");
var backups = Param<string>("backup", "A backup's folder, or one of backups: the newest").Default("backups");
var jobs = Param<int>("jobs", "Jobs at once").Default(2).Must(j => j is >= 1 and <= 32, "between 1 and 32");

var db = Pg.Database(Secret("DATABASE_URL")).Named(name);
var restored = db.Named($"{name}_restored");

Step("Right database")
    .Run(Pg.AssertIdentity(db, database: name, environment: environment))
    .Guard(
        Pg.Check(
            db,
            "select not exists (select from pg_database where datname = current_database() || '_failed')"
        )
    );
var backup = Step("Find the backup").Run(Pg.FindDump(backups).Of(name));
Step("Backup is whole").Run(Pg.VerifyDump(backup));
Step("Room on the disk").Run(Pg.AssertDiskHeadroom(db, factor: 2));

GoNoGo("Go back? What was written since the backup stays in the failed database only").Id("go-back");

Step("Application out").Run(Temporarily(Pg.Fence(db).Roles(role)));
Step("Sessions gone").Run(Pg.Drain(db).Grace(10.Seconds));
Step("Restore beside it").Run(Pg.Restore(backup, into: restored).Jobs(jobs));
Step("Statistics")
    .Run(Pg.AnalyzeInStages(restored).Jobs(jobs))
    .Verify(Pg.AssertStatistics(restored))
    .NoUndo("they go with the database");
Step("Sequences").Run(Pg.CheckSequences(restored));
Step("Swap").Run(Pg.Swap(db, replacement: restored.Name!, keepAs: $"{name}_failed"));
Step("Right database again").Run(Pg.AssertIdentity(db, database: name, environment: environment));

Step("Note it down")
    .Run(
        Pg.Execute(
                db,
                """
                create table if not exists maintenance_log (run text, at timestamptz default now());
                insert into maintenance_log (run) values (@run)
                """
            )
            .With("run", "rollback")
    )
    .NoUndo("a line in a log");
