// "In the case of a migration, have both servers running simultaneously" of "Maintenance": the shop moves to
// another host with its database, its files and its name. The old host is not touched but for being closed,
// and so the way back is short until users write to the new one. Both hosts show the page while the name
// moves: whoever still has the old answer reads the page, and later is led on. The old host goes when nobody
// has asked it for a day.
#load "../planned-maintenance/frame.csx"

Runbook("Host migration")
    .Purpose("The shop is served by the new host; nothing is lost, nobody meets an error")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 4.Hours)
    .Locks("site:shop.example", "db:shop");

var url = "https://shop.example/";
var oldAddress = Param<string>("old", "Address of the old host").Default("198.51.100.10");
var newAddress = Param<string>("new", "Address of the new host").Default("198.51.100.20");
var marker = Param<string>("marker", "What only the new host's pages hold").Default("web-new");
var environment = Param<string>("environment", "What the database must say it is").Default("production");
var role = Param<string>("role", "The login of the application").Default("shop_app");
var uploads = Param<string>("uploads", "What users have uploaded").Default("/srv/shop/uploads");
var ttl = Param<TimeSpan>("ttl", "How long resolvers may keep the name meanwhile").Default(5.Minutes);
var margin = Param<TimeSpan>("margin", "What is waited beyond that").Default(30.Seconds);
var prepare = Param<TimeSpan>("prepare", "When the new host is looked at, before the window").Default(7.Days);
var ahead = Param<TimeSpan>("ahead", "When it is announced, before the window").Default(48.Hours);
var notice = Param<TimeSpan>("notice", "What counts as announced").Default(24.Hours);
var businessFrom = Param<TimeSpan>("businessFrom", "When a working day begins, UTC").Default(8.Hours);
var businessUntil = Param<TimeSpan>("businessUntil", "When a working day ends, UTC").Default(18.Hours);
var watch = Param<TimeSpan>("watch", "How long it is watched").Default(15.Minutes);
var stable = Param<TimeSpan>("stable", "How long a started unit has to stay").Default(30.Seconds);
var settled = Param<TimeSpan>("settled", "When the TTL goes up again, after the window's start")
    .Default(1.Days);
var retire = Param<TimeSpan>("retire", "When the old host goes, after the window's start").Default(7.Days);
var silence = Param<TimeSpan>("silence", "For how long nobody may have asked it then").Default(24.Hours);

var oldDb = Pg.Database(Secret("DATABASE_URL")).Named("shop").Called("old");
var newDb = Pg.Database(Secret("NEW_DATABASE_URL")).Named("shop").Called("new");
var newServer = newDb.Named(newDb.MaintenanceDatabase);
var oldHost = Ssh.Host("web-old");
var newHost = Ssh.Host("web-new");
var zone = Cloudflare.Zone("shop.example", Secret("CLOUDFLARE_TOKEN"));
var name = zone.Record("A", "@");

var frame = new Frame(url)
{
    Words = "The shop moves to another host and shows a maintenance page",
    Marker = "Shop",
    Status = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY")),
    Component = "8kbf7d35c070",
    Page = oldHost.Nginx().MaintenanceOn(url),
    OpenBy = newHost.Nginx().MaintenanceOff(url),
    BeforeOpening = [Pg.AssertStatistics(newDb), newHost.Unit("shop").AssertActive()],
    Lost = "everything that users write on the new host",
    Rollback = 30.Minutes,
    Ahead = ahead.Value,
    Notice = notice.Value,
    BusinessFrom = businessFrom.Value,
    BusinessUntil = businessUntil.Value,
    Watch = watch.Value,
};

Step("Old host as it is").At(T - prepare.Value).Run(oldHost.Describe());
Step("New host as it is").Run(newHost.Describe());
Step("Names as they are").Run(zone.Snapshot());
Step("What else is on the old host")
    .Manual("List crontabs, outgoing addresses on allow-lists, and who sends mail from the old host; link it")
    .Evidence();
Step("Right old database")
    .Run(Pg.AssertIdentity(oldDb, database: "shop", environment: environment).Primary())
    .Verify(Pg.CheckInvalidIndexes(oldDb));
Step("Right new database server")
    .Guard(Pg.Check(newServer, "select not exists (select from pg_database where datname = 'shop')"))
    .Run(Pg.AssertPrimary(newServer))
    .Verify(Pg.Check(newServer, $"select exists (select from pg_roles where rolname = '{role.Value}')"));
Step("Certificate of the new host").Run(Tls.AssertCertificate("shop.example").Via(newAddress.Value));
Step("nginx of the new host").Run(newHost.Nginx().TestConfig());
var jobs = Step("Jobs cannot start on the new host").Run(Temporarily(newHost.Unit("shop-jobs.timer").Mask()));
var worker = Step("Worker cannot start on the new host").Run(Temporarily(newHost.Unit("shop-worker").Mask()));
Step("Uploads, ahead")
    .Run(newHost.SyncFiles(uploads.Value, from: "root@web-old"))
    .NoUndo("nobody reads them there yet");
Step("Rehearsed").Run(Pg.Dump(oldDb, "rehearsal")).ProvedBy(dump => Pg.RehearseRestore(dump, on: newDb));
var shorter = Step("Shorter TTL").At(T - ahead.Value).Run(Temporarily(name.SetTtl(ttl.Value)));

frame.Open();

// lint: RB0308 because it stays off there for good; `runbook undo` starts it while there is a way back
Step("Jobs stopped").Run(oldHost.Unit("shop-jobs.timer").Hold());

// lint: RB0308 because it stays off there for good; `runbook undo` starts it while there is a way back
Step("Worker stopped").Run(oldHost.Unit("shop-worker").Hold());

// lint: RB0308 because it stays off there for good; `runbook undo` starts it while there is a way back
Step("Application stopped").Run(oldHost.Unit("shop").Hold());

// lint: RB0308 because the old side stays closed for good; `runbook undo` opens it while there is a way back
Step("Old database closed").Run(Pg.Fence(oldDb).Roles(role));
Step("Nobody else is in").Run(Pg.Drain(oldDb).Grace(30.Seconds));
var backup = Step("Backup").Run(Pg.Dump(oldDb, "backups")).Verify(dump => dump.Bytes > 0).Expect(10.Minutes);
Step("Backup is whole").Run(Pg.VerifyDump(backup));

Step("Restored on the new host").Run(Pg.Restore(backup, into: newDb)).Expect(20.Minutes);
Step("Statistics")
    .Run(Pg.AnalyzeInStages(newDb))
    .Verify(Pg.AssertStatistics(newDb))
    .NoUndo("they go with the database")
    .Expect(5.Minutes);
Step("Same objects").Run(Pg.CompareSchema(oldDb, newDb));
Step("Same rows").Run(Pg.CompareRows(oldDb, newDb));
Step("Nothing broken").Run(Pg.CheckSequences(newDb)).Verify(Pg.CheckInvalidIndexes(newDb));
Step("Uploads, the rest")
    .Run(newHost.SyncFiles(uploads.Value, from: "root@web-old"))
    .Expect(5.Minutes)
    .NoUndo("nobody reads them there yet");

Step("Application on the new host")
    .Run(newHost.Unit("shop").Start().StableFor(stable.Value))
    .Expect(1.Minutes);
Step("New host answers").Run(Http.Get(url).Via(newAddress.Value).Contains("Shop").Contains(marker.Value));

// Stale answers lead to it also after a way back: it goes on showing the page then.
// lint: RB0308 because the frame takes it off when users get in again (OpenBy)
Step("Page on the new host")
    .Run(newHost.Nginx().MaintenanceOn(url))
    .NoUndo("whoever still has its address reads the page");

GoNoGo("Move the name? The way back takes another TTL from here on").Id("move");
Step("Old TTL has run out")
    .Run(Dns.AwaitOldAnswers(shorter, margin.Value))
    .Verify(Dns.AssertTtlLowered(shorter, "shop.example", "A", ttl.Value));
var moved = Step("Name leads to the new host")
    .Run(name.PointTo(newAddress.Value, expecting: oldAddress.Value))
    .Verify(Dns.AssertResolves("shop.example", "A", newAddress.Value));
Step("Old answers have run out")
    .Run(Dns.AwaitOldAnswers(moved, margin.Value))
    .Verify(Dns.AssertResolverAgrees("shop.example"), within: 5.Minutes)
    .Expect(10.Minutes);

frame.Close();

Step("Old host leads on")
    .Run(oldHost.WriteFile("/etc/nginx/sites-enabled/shop", LeadingOn(newAddress.Value)))
    .Verify(oldHost.Nginx().TestConfig());
Step("Old host has read it").Run(oldHost.Nginx().Reload()).NoUndo("it reads what is there");
Step("Page off on the old host")
    .Run(PutBack(frame.Closed!))
    .Verify(Http.Get(url).Via(oldAddress.Value).Contains(marker.Value), within: 2.Minutes);
Step("Jobs may start").Run(PutBack(jobs));
Step("Worker may start").Run(PutBack(worker));
Step("Jobs on the new host").Run(newHost.Unit("shop-jobs.timer").Start().StableFor(stable.Value));
Step("Worker on the new host").Run(newHost.Unit("shop-worker").Start().StableFor(stable.Value));
Step("First backup of the new host").Run(Pg.Dump(newDb, "backups"));
Step("TTL as before").At(T + settled.Value).Run(PutBack(shorter));

Step("Nobody asks the old host")
    .At(T + retire.Value)
    .Run(oldHost.LogFile("/var/log/nginx/access.log").AssertSilent(silence.Value));
Step("Old host is shut down")
    .Manual("Take a last image of the old host, shut it down, take it off the allow-lists; link the image")
    .Evidence();

static string LeadingOn(string address) =>
    $$"""
        server {
          listen 443 ssl;
          include snippets/runbook-maintenance.conf;
          location / {
            if ($rb_maint) { return 503; }
            proxy_pass https://{{address}};
            proxy_set_header Host $host;
            proxy_ssl_server_name on;
            proxy_ssl_name $host;
          }
        }

        """;
