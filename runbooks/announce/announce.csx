// "How we communicated" of "Upgrading PostgreSQL", the 24-hour rule of "Maintenance" and the texts of "Heroku
// maintenance": everybody is told, those who are not signed in too, a day ahead, with times that are right
// everywhere; and told again when it begins, and when they are no longer affected.

Runbook("Announce a maintenance")
    .Purpose("Everybody knows when the site is away and when it is back, signed in or not")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 2.Hours);

var (from, until) = (Control.WindowStart, Control.WindowEnd);
var what = Param<string>("what", "What does not work meanwhile")
    .Default("The site can be read, nothing can be saved");
var words = $"{what.Value}: {AbsoluteTimes.Span(from, until, "Pacific/Auckland")}";
var page = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY"));
var sites = Git.Repository("git@github.com:makerepo/sites.git");

var told = Step("Status page")
    .At(T - 48.Hours)
    .Run(page.Schedule("Maintenance", words, from, until, "8kbf7d35c070"))
    .NoUndo("it was read: say on the page that it is off");
var banner = Step("Banner on")
    .Run(Temporarily(sites.Banner("_data/banner_notification.yml", words, "https://status.makerepo.com")))
    .Timeout(10.Minutes)
    .Verify(Http.Get("https://makerepo.com/").Contains(what.Value), within: 10.Minutes);
Step("In the application")
    .Run(Intercom.Message(394051, "anna@example.com", words, Secret("INTERCOM_TOKEN")))
    .HoldWhenInDoubt()
    .NoUndo("it was read");
Step("Social networks")
    .Manual("Post the announcement where people follow us, and link the post")
    .Evidence()
    .Verify(a => a.Evidence!.StartsWith("https://"));

Step("Reminder")
    .At(T - 1.Hours)
    .Run(Slack.Post("#general", words, Secret("SLACK_TOKEN")))
    .NoUndo("it was read");

GoNoGo("Does the maintenance begin?")
    .Id("begin")
    .At(T)
    .Guard(Control.Announced(told))
    .Shows("announced as", told);
Step("Status page: in progress").Run(page.Begin(told, "The maintenance has begun."));
GoNoGo("Can everybody use everything again?").Id("free");
Step("Status page: completed").Run(page.Complete(told, "Everything works again."));
Step("In the application: completed")
    .Run(Intercom.Message(394051, "anna@example.com", "Everything works again.", Secret("INTERCOM_TOKEN")))
    .HoldWhenInDoubt()
    .NoUndo("it was read");

// A banner that stays for weeks is read by nobody when it matters.
Step("Banner off").At(T + 1.Days).Run(PutBack(banner)).Timeout(10.Minutes);
Step("Banner is gone").Run(Http.Get("https://makerepo.com/").Contains("enabled: false"));
