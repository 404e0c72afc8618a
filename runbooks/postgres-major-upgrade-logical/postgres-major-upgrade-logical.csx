// "Lessons Learned: Downtime" of CloudCannon, the expert's variant: the new major version runs beside the
// old one and follows it by logical replication, so that the application stands still for seconds, not for
// hours; and everything that made that night long is done before: statistics, comparison, a way back that
// loses no row. From the first step to the last nobody changes the schema.

Runbook("PostgreSQL major upgrade by logical replication")
    .Purpose(
        "The application works on the new major version; it stood still for seconds; there was a way back"
    )
    .Owner("platform")
    .Locks("db:shop");

var name = Param<string>("database", "The database that moves").Default("shop");
var environment = Param<string>("environment", "What the database must say it is").Default("production");
var role = Param<string>("role", "The login of the application").Default("shop_app");
var jobs = Param<int>("jobs", "Jobs at once").Default(2).Must(j => j is >= 1 and <= 32, "between 1 and 32");
var slack = Param<TimeSpan>("slack", "What a statement may take more, whatever the factor")
    .Default(5.Milliseconds);
var pause = Param<TimeSpan>("pause", "How long the application may stand still for what is on its way")
    .Default(30.Seconds);
var observe = Param<TimeSpan>("observe", "How long the way back is kept open").Default(24.Hours);

var old = Pg.Database(Secret("DATABASE_URL")).Named(name).Called("old");
var fresh = Pg.Database(Secret("NEW_DATABASE_URL")).Named(name).Called("new");
var server = fresh.Named(fresh.MaintenanceDatabase);
var web = Ssh.Host("web-1");
var app = web.Unit("shop");

// What the application asks most; answered by both sides, before and after.
var question = Param<string>("question", "The query that the users wait for most")
    .Default(
        "select count(*) from orders o join customers c on c.id = o.customer_id"
            + " where o.status = 'open' and lower(c.email) like 'customer1%'"
    );

Step("Right old side")
    .Run(Pg.AssertIdentity(old, database: name, environment: environment).Primary())
    .Verify(Pg.XminHolders(old));
Step("Right new side")
    .Guard(Pg.Check(server, $"select not exists (select from pg_database where datname = '{name.Value}')"))
    .Run(Pg.AssertPrimary(server))
    .Verify(
        Pg.Check(
            server,
            $"select exists (select from pg_roles where rolname = '{role.Value}')"
                + " and current_setting('server_version_num')::int >= 130000"
        )
    );
Step("Everything can be replicated")
    .Run(
        Pg.Check(
            old,
            """
            select not exists (select from pg_largeobject_metadata)
              and not exists (select from pg_prepared_xacts where database = current_database())
              and not exists (select from pg_class where relpersistence = 'u' and relkind = 'r')
            """
        )
    );
Step("Room for what the slot keeps").Run(Pg.AssertDiskHeadroom(old, factor: 1));
Step("Asked before").Run(Pg.Query<long>(old, question));
var before = Step("Times before").Run(Pg.StatementTimes(old));

// lint: RB0308 because nobody works on the new side yet; it is opened when it has everything
Step("Application kept off the new side").Run(Pg.Fence(server).Roles(role));
var schema = Step("Schema written down").Run(Pg.Dump(old, "schema").SchemaOnly());
Step("Schema on the new side").Run(Pg.Restore(schema, into: fresh)).Verify(Pg.CompareSchema(old, fresh));
Step("Changes published").Run(Pg.Publish(old, "upgrade"));
Step("New side follows")
    .Run(Pg.Subscribe(fresh, old, "upgrade"))
    .Verify(Pg.LogicalCaughtUp(old, fresh, "upgrade").Within(4.Hours));
Step("Statistics on the new side")
    .Run(Pg.AnalyzeInStages(fresh).Jobs(jobs))
    .Verify(Pg.AssertStatistics(fresh))
    .NoUndo("they go with the database");
Step("Asked on the new side").Run(Pg.Query<long>(fresh, question));
Step("As quick as before").Run(Pg.CompareStatements(fresh, before).AtLeast(1).Allowing(slack));

GoNoGo("Switch? The application stands still until the new side has everything").Id("switch");
Step("Nearly nothing on its way")
    .Run(Pg.LogicalCaughtUp(old, fresh, "upgrade").Within(pause))
    .Verify(Pg.CompareSchema(old, fresh))
    .Verify(Pg.LongTransactions(old));
var stopped = Step("Application stopped").Run(Temporarily(app.Hold()));

// lint: RB0308 because the old side stays closed for good; `runbook undo` opens it while there is a way back
Step("Old side closed").Run(Pg.Fence(old).Roles(role));
Step("Everything has arrived").Run(Pg.LogicalCaughtUp(old, fresh, "upgrade").Within(pause));
Step("Same rows").Run(Pg.CompareRows(old, fresh));
Step("Sequences")
    .Run(Pg.SyncSequences(old, fresh))
    .Verify(Pg.CheckSequences(fresh))
    // Whoever goes back needs the numbers that the new side has given out.
    .Undo(Pg.SyncSequences(fresh, old));

// Both directions at once would send each change round and round.
Step("New side no longer follows").Run(Pg.PauseSubscription(fresh, "upgrade"));
Step("Way back published").Run(Pg.Publish(fresh, "way_back"));
Step("Old side follows").Run(Pg.Subscribe(old, fresh, "way_back").WithoutCopy());
Step("Way back works").Run(Pg.LogicalCaughtUp(fresh, old, "way_back").Within(pause));

Step("Application let into the new side").Run(Pg.Admit(server).Roles(role)).Undo(Pg.Fence(fresh).Roles(role));
Step("Application knows the new address")
    .Run(web.WriteFile("/etc/shop/database.env", Secret("NEW_APP_ENVIRONMENT"), mode: "640"));

// Not put back but started: a way back has to stop it before it gets its old address, and to start it after.
Step("Application may start").Run(app.Unmask());
Step("Application back").Run(app.Start().StableFor(30.Seconds));
Step("Application is as it was").Run(PutBack(stopped));
Step("Somebody looks").Manual("Log in to the shop, place an order, see it. Say what you saw.");

Step("Observed").Run(async ctx => await ctx.WaitAsync(observe.Value, ctx.Cancellation)).ReadOnly();
Step("Asked at the end").Run(Pg.Query<long>(fresh, question));
Step("Still as quick").Run(Pg.CompareStatements(fresh, before).AtLeast(1).Allowing(slack));
Step("Old side still follows").Run(Pg.LogicalCaughtUp(fresh, old, "way_back").Within(pause));
GoNoGo("Give up the way back? From then on the old side is only what it was").Id("give-up");

Step("Way back ended")
    .Run(Pg.DropSubscription(old, fresh, "way_back"))
    .PointOfNoReturn("everything that is written to the new side from now on");
Step("Way there ended").Run(Pg.DropSubscription(fresh, old, "upgrade")).NoUndo("the old side is history");
Step("Nothing published any more")
    .Run(
        Pg.Execute(fresh, "drop publication if exists way_back")
            .DoneWhen("select not exists (select from pg_publication where pubname = 'way_back')")
    )
    .NoUndo("nobody follows it");
Step("Old side as it was")
    .Run(
        Pg.Execute(old, "drop publication if exists upgrade")
            .DoneWhen("select not exists (select from pg_publication where pubname = 'upgrade')")
    )
    .NoUndo("nobody follows it");
