// "Lessons Learned: Downtime" of CloudCannon: a PostgreSQL major upgrade in a window that ran over, because
// the new database was opened to its users without optimizer statistics. Here it is rehearsed days before
// with its times, the statistics are a step, a guard asks for them again right before anybody is let in,
// and the query that users ask most is asked and timed on both sides. Method: dump and restore; the old side
// is not touched, and so the way back is short, until users write to the new one.

Runbook("PostgreSQL major upgrade")
    .Purpose("The application works on the new major version, as quick as before; nothing was lost")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 4.Hours)
    .Locks("db:shop");

var name = Param<string>("database", "The database that moves").Default("shop");
var environment = Param<string>("environment", "What the database must say it is").Default("production");
var role = Param<string>("role", "The login of the application").Default("shop_app");
var site = Param<string>("site", "An address of the site, through its load balancer")
    .Default("https://shop.example/");
var jobs = Param<int>("jobs", "Jobs at once").Default(2).Must(j => j is >= 1 and <= 32, "between 1 and 32");
var slack = Param<TimeSpan>("slack", "What a statement may take more, whatever the factor")
    .Default(5.Milliseconds);
var stable = Param<TimeSpan>("stable", "How long the application has to stay").Default(30.Seconds);
var later = Param<TimeSpan>("later", "When it is asked again, after the window's start").Default(4.Hours);
var question = Param<string>("question", "The query that the users wait for most")
    .Default(
        "select count(*) from orders o join customers c on c.id = o.customer_id"
            + " where o.status = 'open' and lower(c.email) like 'customer1%'"
    );

var old = Pg.Database(Secret("DATABASE_URL")).Named(name).Called("old");
var fresh = Pg.Database(Secret("NEW_DATABASE_URL")).Named(name).Called("new");
var server = fresh.Named(fresh.MaintenanceDatabase);
var web = Ssh.Host("web-1");
var app = web.Unit("shop");

Step("Right old side")
    .Run(Pg.AssertIdentity(old, database: name, environment: environment).Primary())
    .Verify(Pg.CheckInvalidIndexes(old));
Step("Right new side")
    .Guard(Pg.Check(server, $"select not exists (select from pg_database where datname = '{name.Value}')"))
    .Run(Pg.AssertPrimary(server))
    .Verify(Pg.Check(server, $"select exists (select from pg_roles where rolname = '{role.Value}')"));
var used = Step("Extensions in use")
    .Run(Pg.Query<string[]>(old, "select extname::text from pg_extension order by 1"));
var offered = Step("Extensions on the new side")
    .Run(Pg.Query<string[]>(server, "select name::text from pg_available_extensions order by 1"));
Step("No extension is missing")
    .Run(ctx =>
    {
        var missing = ctx.Read<string[]>(used).Except(ctx.Read<string[]>(offered)).ToList();
        return missing.Count == 0
            ? Task.FromResult("none")
            : throw new OperationFailedException($"install on the new server: {string.Join(", ", missing)}");
    })
    .ReadOnly();
Step("Rehearsed")
    .At(T - 7.Days)
    .Run(Pg.Dump(old, "rehearsal").Jobs(jobs))
    .ProvedBy(dump => Pg.RehearseRestore(dump, on: fresh).Jobs(jobs));
Step("Asked before").At(T - 24.Hours).Run(Pg.Query<long>(old, question));
var before = Step("Times before").Run(Pg.StatementTimes(old));

GoNoGo("Begin? The step Rehearsed-proof says how long the restore takes").Id("begin").At(T);
Step("Nothing in the way")
    .Run(Pg.LongTransactions(old, olderThan: 60.Seconds))
    .Verify(Pg.XminHolders(old))
    .Verify(Pg.CheckSequences(old));
var page = Step("Maintenance page on").Run(Temporarily(web.Nginx().MaintenanceOn(site.Value)));
var stopped = Step("Application stopped").Run(Temporarily(app.Hold()));

// lint: RB0308 because the old side stays closed for good; `runbook undo` opens it while there is a way back
Step("Old side closed").Run(Pg.Fence(old).Roles(role));
Step("Nobody else is in").Run(Pg.Drain(old).Grace(30.Seconds));
Step("Restore point").Run(Pg.CreateRestorePoint(old)).NoUndo("a name in the write-ahead log does no harm");
var backup = Step("Backup").Run(Pg.Dump(old, "backups").Jobs(jobs)).Verify(dump => dump.Bytes > 0);
Step("Backup is whole").Run(Pg.VerifyDump(backup));

Step("Restored on the new side").Run(Pg.Restore(backup, into: fresh).Jobs(jobs));
Step("Statistics")
    .Run(Pg.AnalyzeInStages(fresh).Jobs(jobs))
    .Verify(Pg.AssertStatistics(fresh))
    .NoUndo("they go with the database");
Step("Same objects").Run(Pg.CompareSchema(old, fresh));
Step("Same rows").Run(Pg.CompareRows(old, fresh));
Step("Nothing broken").Run(Pg.CheckSequences(fresh)).Verify(Pg.CheckInvalidIndexes(fresh));
Step("Asked on the new side").Run(Pg.Query<long>(fresh, question));
Step("As quick as before").Run(Pg.CompareStatements(fresh, before).AtLeast(1).Allowing(slack));

Step("Application knows the new address")
    .Run(web.WriteFile("/etc/shop/database.env", Secret("NEW_APP_ENVIRONMENT"), mode: "640"));

// Not put back but started: a way back has to stop it before it gets its old address, and to start it after.
Step("Application may start").Run(app.Unmask());
Step("Application back, behind the page").Run(app.Start().StableFor(stable.Value));
Step("Application is as it was").Run(PutBack(stopped));
GoNoGo("Open? What users write from then on is on the new side only").Id("open");
Step("Page off")
    .Run(PutBack(page))
    .Guard(Pg.AssertStatistics(fresh))
    .PointOfNoReturn("everything that users wrote since the page was taken away");

Step("Somebody looks").Manual("Log in to the shop, place an order, see it. Say what you saw.");
Step("Asked again").At(T + later.Value).Run(Pg.Query<long>(fresh, question));
Step("Still as quick").Run(Pg.CompareStatements(fresh, before).AtLeast(1).Allowing(slack));
Step("First backup of the new side").Run(Pg.Dump(fresh, "backups").Jobs(jobs));
