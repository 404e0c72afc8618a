// "Workflow: Maintenance Mode": announce, keep visitors out, stop the application, work, look, open again.
// Two ways to keep visitors out: the page of nginx (option A), or the application's own mode (option B).
// What the work is stands in work.csx; without any there is no reason to close.

Runbook("Maintenance mode")
    .Purpose(
        "Work on the shop that visitors must not meet; they see until when, and nothing is left switched off"
    )
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 2.Hours)
    .Locks("site:shop.example");

var option = Param<string>("option", "How visitors are kept out: page (nginx) or mode (the application)")
    .Default("page")
    .Must(o => o is "page" or "mode", "page or mode");

var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
var until = AbsoluteTimes.At(from.AddHours(2));
var site = "https://shop.example/";
var web = Ssh.Host("web-1");
var nginx = web.Nginx();
var shop = web.Unit("shop");
var log = web.Journal("shop");
var page = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY"));

var announced = Step("Announce")
    .At(T - 24.Hours)
    .Run(
        page.Schedule(
            "Maintenance of the shop",
            "The shop will show a maintenance page.",
            from,
            from.AddHours(2),
            "8kbf7d35c070"
        )
    )
    .NoUndo("it was read: say on the page that it is off");

Step("Site is well").Run(Http.Get(site).Contains("Shop")).At(T);
Step("nginx can read its configuration").Run(nginx.TestConfig());
GoNoGo("Begin? From here on nobody can use the shop").Id("begin");
Step("Status page: in progress").Run(page.Begin(announced, "The maintenance has begun."));
var mark = Step("Where the log ends").Run(log.Mark());

StepBuilder closed;
StepBuilder held;
if (option.Value == "page")
{
    Step("Page says until when")
        .Run(web.WriteFile(nginx.Page, $"<title>maintenance</title>Back at {until}\n"));
    closed = Step("Page on")
        .Run(Temporarily(nginx.MaintenanceOn(site)))
        .Verify(Http.Get(site).Status(503).Contains("maintenance"))
        .Verify(Http.ExpectReadOnly(site));
    held = Step("Application held").Run(Temporarily(shop.Hold()));
}
else
{
    // The application has to run to say it: what is held is what would go on working behind it.
    closed = Step("Mode on").Run(Temporarily(web.WriteFile("/etc/shop/maintenance", $"until {until}\n")));
    Step("Application reads its mode").Run(shop.Restart());
    held = Step("Worker held").Run(Temporarily(web.Unit("shop-worker").Hold()));
}

Include("work");

Step("Held no more").Run(PutBack(held));
Step("Application runs").Run(shop.WaitActive(2.Minutes).StableFor(30.Seconds));
Step("Critical functions")
    .Manual("From an address of a tester: log in, order something, cancel it. Say what you saw.");
GoNoGo("Open the shop?").Id("open");
Step("Open again").Run(PutBack(closed));
if (option.Value == "mode")
    Step("Application leaves its mode").Run(shop.Restart());
Step("Visitors get in").Run(Http.Get(site).Contains("Shop").Consecutive(3));
Step("Services run").Run(web.Unit("nginx").AssertActive());
Step("No new errors").Run(log.NoNewErrors(mark));
Step("Status page: completed").Run(page.Complete(announced, "The shop is open again."));
