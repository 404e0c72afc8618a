// "Maintenance" of MakerRepo, Planned: the site moves to a new host. Announced a day before, behind the
// maintenance page meanwhile, with a proven backup; both hosts run until the name leads to the new one and it
// was looked at.
#load "apis.csx"

Runbook("Planned migration")
    .Purpose("makerepo.com is served by the new host; visitors see the maintenance page meanwhile")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 4.Hours)
    .Locks("site:makerepo.com");

var oldHost = Param<string>("old", "Address of the old host").Default("198.51.100.10");
var newHost = Param<string>("new", "Address of the new host").Default("198.51.100.20");
var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
var words = $"MakerRepo moves to a new host on {AbsoluteTimes.Span(from, from.AddHours(4))}";

var db = Pg.Database(Secret("DATABASE_URL"));
var web = Ssh.Host("web-new");
var zone = Cloudflare.Zone("makerepo.com", Secret("CLOUDFLARE_TOKEN"));
var app = zone.Record("A", "app");
var page = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY"));

Step("Site is well").Run(Http.Get("https://makerepo.com").Contains("MakerRepo"));
var shorter = Step("Shorter TTL").At(T - 48.Hours).Run(Temporarily(app.SetTtl(5.Minutes)));

var announced = Step("Announce on the status page")
    .At(T - 24.Hours)
    .Run(
        page.Schedule(
            "MakerRepo moves to a new host",
            "The site will show a maintenance page.",
            from,
            from.AddHours(4),
            "8kbf7d35c070"
        )
    )
    .NoUndo("it was read: say on the page that it is off");
Step("Announce in Slack").Run(Slack.Post("#ops", words, Secret("SLACK_TOKEN"))).NoUndo("it was read");
Step("Announce in the app")
    .Run(Intercom.Message(394051, "anna@example.com", words, Secret("INTERCOM_TOKEN")))
    .HoldWhenInDoubt()
    .NoUndo("it was read");
Step("Announce by mail")
    .Run(
        Mail.Send(
            "ops@makerepo.com",
            "users@makerepo.com",
            "MakerRepo moves",
            $"{words}.\nThe site will show a maintenance page.",
            Secret("SMTP_URL")
        )
    )
    .HoldWhenInDoubt()
    .NoUndo("it was read");

Step("Alarms muted").At(T - 10.Minutes).Run(Temporarily(new AlarmsMuted(1234567, "Migration of MakerRepo")));
GoNoGo("Begin? From here on nobody can use the site").Id("begin").At(T);
Step("Status page: in progress").Run(page.Begin(announced, "The move has begun."));
var down = Step("Maintenance page on")
    .Run(
        Temporarily(
            zone.Record("CNAME", "@")
                .PointTo("makerepo-is-down.pages.dev", expecting: "app.makerepo.com")
                .SetProxied(true)
        )
    )
    .Verify(Http.Get("https://makerepo.com").Status(503).Contains("maintenance"), within: 10.Minutes);
var worker = Step("Worker off").Run(Temporarily(new HerokuDynos("makerepo-jobs", "worker", 0)));
var jobs = Step("Jobs in maintenance mode").Run(Temporarily(new HerokuMaintenance("makerepo-jobs")));
var scaling = Step("Scaling suspended").Run(Temporarily(new ScalingSuspended("makerepo-render")));
var render = Step("Render server stopped")
    .Run(Temporarily(new InstanceState("i-0123456789abcdef0", "stopped")));

Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);

Step("Configuration of nginx is right").Run(new HostSays(web, "sudo", "nginx", "-t"));
Step("Application on the new host")
    .Run(web.Exec("sudo", "systemctl", "start", "makerepo").Effects(EffectClass.Convergent))
    .Probe(new HostSays(web, "systemctl", "is-active", "makerepo"))
    .Verify(new HostSays(web, "systemctl", "is-active", "makerepo"))
    .Undo(web.Exec("sudo", "systemctl", "stop", "makerepo").Effects(EffectClass.Convergent));
Step("New host answers").Run(Http.Get("https://makerepo.com").Via(newHost.Value).Contains("new host"));

GoNoGo("Switch? Visitors get the new host from here on").Id("switch");
Step("Old TTL has run out").Run(Dns.AssertTtlLowered(shorter, "app.makerepo.com", "A", 5.Minutes));
var moved = Step("Name leads to the new host")
    .Run(app.PointTo(newHost.Value, expecting: oldHost.Value))
    .Verify(Dns.AssertResolves("app.makerepo.com", "A", newHost.Value));
Step("Old answers have run out")
    .Run(Dns.AwaitOldAnswers(moved))
    .Verify(Dns.AssertResolverAgrees("app.makerepo.com"), within: 5.Minutes);

Step("Render server runs").Run(PutBack(render));
Step("Scaling goes on").Run(PutBack(scaling));
Step("Jobs go on").Run(PutBack(jobs));
Step("Worker on").Run(PutBack(worker));
Step("Maintenance page off")
    .Run(PutBack(down))
    .Verify(Http.Get("https://makerepo.com").Contains("new host").Consecutive(3), within: 10.Minutes);
Step("Somebody looks")
    .Manual("Log in to https://makerepo.com, open a project, upload a picture. Say what you saw.");
Step("Mark in the charts")
    .Run(new DeploymentMark(4242, "Migration to the new host"))
    .NoUndo("a mark in a chart");
Step("Status page: completed").Run(page.Complete(announced, "MakerRepo is served by its new host."));
