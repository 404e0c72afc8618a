// "Planned" of "Maintenance": outside of business hours with a margin, agreed upon, announced a day ahead
// also to those who are not signed in, with a backup, and behind a page. The frame does all of that; the work
// here is the smallest there is, a restart of the application.
#load "frame.csx"

Runbook("Planned maintenance")
    .Purpose("The work is done in the announced window, and everybody knows")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 2.Hours)
    .Locks("site:makerepo.com");

var web = Ssh.Host("web-1");
var frame = new Frame("https://makerepo.com/")
{
    Words = "MakerRepo is away",
    Marker = "MakerRepo",
    Status = StatusPage.Page("kctbh9vrtdwd", Secret("STATUSPAGE_KEY")),
    Component = "8kbf7d35c070",
    Page = App.MaintenanceMode("https://makerepo.com/admin/maintenance", Secret("APP_TOKEN")),
    Rollback = 20.Minutes,
};

frame.Open();
Step("Backup")
    .Run(web.RunScript("/srv/deploy/backup.sh").As("deploy").Produces("/var/backups/makerepo/*.dump"))
    .Expect(10.Minutes)
    .NoUndo("a backup is kept");
Step("Image of the system").Manual("Take an image of the host's disk; link it").Evidence();
Step("Application restarted")
    .Run(web.Unit("makerepo").Restart())
    .Expect(2.Minutes)
    .NoUndo("a restart is a restart");
frame.Close();
