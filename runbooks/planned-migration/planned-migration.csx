// "Maintenance" of MakerRepo, Planned: the site moves to a new host. Announced a day before, behind the
// maintenance page meanwhile, with a proven backup; both hosts run until the name leads to the new one and it
// was looked at.
#load "apis.csx"

Runbook("Planned migration")
    .Purpose("makerepo.com is served by the new host; visitors see the maintenance page meanwhile")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 4.Hours)
    .Locks("site:makerepo.com");

const string Authority = "ada.ns.cloudflare.com";
var oldHost = Param<string>("old", "Address of the old host").Default("198.51.100.10");
var newHost = Param<string>("new", "Address of the new host").Default("198.51.100.20");
var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
var words = "MakerRepo moves to a new host on Saturday, 06:00 to 10:00 UTC";

var db = Pg.Database(Secret("DATABASE_URL"));
var web = Ssh.Host("web-new");
var page = "kctbh9vrtdwd";

Step("Site is well").Run(Http.Get("https://makerepo.com").Contains("MakerRepo"));
Step("Shorter TTL")
    .At(T - 48.Hours)
    .Run(Temporarily(new CloudflareRecord("makerepo.com", "app.makerepo.com", """{"ttl":300}""")));

var announced = Step("Announce on the status page")
    .At(T - 24.Hours)
    .Run(new StatusAnnounce(page, "8kbf7d35c070", words, from, from.AddHours(4)))
    .NoUndo("it was read: say on the page that it is off");
Step("Announce in Slack").Run(new SlackSay("#ops", words)).HoldWhenInDoubt().NoUndo("it was read");
Step("Announce in the app")
    .Run(new IntercomSay(394051, "anna@example.com", words))
    .HoldWhenInDoubt()
    .NoUndo("it was read");
Step("Announce by mail")
    .Run(new MailSay("users@makerepo.com", "announcement.eml"))
    .HoldWhenInDoubt()
    .NoUndo("it was read");

Step("Alarms muted").At(T - 10.Minutes).Run(Temporarily(new AlarmsMuted(1234567, "Migration of MakerRepo")));
GoNoGo("Begin? From here on nobody can use the site").Id("begin").At(T);
Step("Status page: in progress").Run(new StatusTurns(page, announced, "in_progress"));
var down = Step("Maintenance page on")
    .Run(
        Temporarily(
            new CloudflareRecord(
                "makerepo.com",
                "makerepo.com",
                """{"content":"makerepo-is-down.pages.dev","proxied":true,"ttl":1}"""
            )
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
Step("Name leads to the new host")
    .Run(new CloudflareRecord("makerepo.com", "app.makerepo.com", $$"""{"content":"{{newHost.Value}}"}"""))
    .Verify(new NameLeads("app.makerepo.com", newHost.Value, Authority));
Step("Old answers have run out")
    .Run(c => c.WaitAsync(5.Minutes, c.Cancellation))
    .ReadOnly()
    .Verify(new NameLeads("app.makerepo.com", newHost.Value), within: 5.Minutes);

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
Step("Status page: completed").Run(new StatusTurns(page, announced, "completed"));
