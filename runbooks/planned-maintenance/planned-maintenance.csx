// "Planned" of "Maintenance": outside of business hours with a margin, agreed upon, announced a day ahead also
// to those who are not signed in, with a backup, and behind a page. The frame does all of that; the work here
// is the smallest there is, a restart of the application.
#load "frame.csx"

Runbook("Planned maintenance")
    .Purpose("The work is done in the announced window, and everybody knows")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 2.Hours)
    .Locks("site:makerepo.com");

var from = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
var web = Ssh.Host("web-1");
var frame = new Frame("https://makerepo.com/", from, from.AddHours(2))
{
    Words = "MakerRepo is away",
    Marker = "MakerRepo",
    Status = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY")),
    Component = "8kbf7d35c070",
    Page = App.MaintenanceMode("https://makerepo.com/admin/maintenance", Secret("APP_TOKEN")),
    Rollback = 20.Minutes,
};

frame.Open();
Step("Application restarted")
    .Run(web.Unit("makerepo").Restart())
    .Expect(2.Minutes)
    .NoUndo("a restart is a restart");
frame.Close();
