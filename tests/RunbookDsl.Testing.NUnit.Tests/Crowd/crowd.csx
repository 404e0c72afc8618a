// Touches a system of every kind. Rehearsed many times at once.
Runbook("One of many").Purpose("Shows that rehearsals do not get into each other's way.").Owner("platform");
var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
var db = Pg.Database(Secret("DATABASE_URL"));
var web = Ssh.Host("web-1", "deploy");

Step("Site is well").Run(Http.Get("http://shop.example/").Contains("hello"));
Step("Name leads there").Run(Dns.AssertResolves("www.shop.example", "A", "203.0.113.7"));
Step("Status page")
    .Run(
        StatusPage
            .Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY"))
            .Schedule("Work", "Work on the shop.", from, from.AddHours(4), "8kbf7d35c070")
    )
    .NoUndo("it was read");
Step("Slack")
    .Run(Slack.Post("#ops", "Work begins", Secret("SLACK_TOKEN")))
    .HoldWhenInDoubt()
    .NoUndo("it was read");
Step("Mail")
    .Run(Mail.Send("ops@shop.example", "users@shop.example", "Work", "Saturday.", Secret("SMTP_URL")))
    .HoldWhenInDoubt()
    .NoUndo("it was read");
Step("Rows")
    .Run(Pg.Execute(db, "insert into orders values (1)").DoneWhen("select count(*) = 1 from orders"))
    .NoUndo("one more does no harm");
Step("Service")
    .Run(web.Exec("sudo", "systemctl", "start", "shop").Effects(EffectClass.Convergent))
    .Undo(web.Exec("sudo", "systemctl", "stop", "shop").Effects(EffectClass.Convergent));
