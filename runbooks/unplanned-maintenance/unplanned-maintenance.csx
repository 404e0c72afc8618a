// "Unplanned" of "Maintenance": only for what is broken in the core or in public, or for a hole. What is
// known is written down first; management is told and agrees, or the operator breaks the glass with a
// reason and tells them afterwards; a backup is made before anything is changed; the fix is looked at by
// the address of the server; and users are told what happened and what it means for them.

Runbook("Unplanned maintenance")
    .Purpose("What is broken now is mended now, with a backup before and the truth afterwards")
    .Owner("platform")
    .Locks("site:makerepo.com");

var symptom = Param<string>("symptom", "What users see").Default("Orders cannot be saved");
var severity = Param<string>("severity", "Which of the three it is: anything else is planned")
    .Default("core")
    .OneOf("core", "public", "vulnerability");
var solution = Param<string>("solution", "What is proposed")
    .Default("Restart the application with the old pool size");
var goesOffline = Param<bool>("offline", "Whether users are kept out meanwhile").Default(true);

var web = Ssh.Host("web-1");
var url = "https://makerepo.com/";
var slack = Secret("SLACK_TOKEN");

Step("What is known")
    .Manual("Write down what users see, how many, and since when. None of core, public, vulnerability: stop.")
    .Evidence();
Step("What it is").Run(web.Describe());
Step("Management knows")
    .Run(Slack.Post("#management", $"{severity.Value}: {symptom.Value}. Proposed: {solution.Value}", slack))
    .NoUndo("it was read");
var approval = Step("Solution approved").Approve().BreakGlass();

Step("Backup")
    .Run(web.RunScript("/srv/deploy/backup.sh").As("deploy").Produces("/var/backups/makerepo/*.dump"))
    .NoUndo("a backup is kept");

if (goesOffline)
{
    var page = Step("Page on")
        .Run(Temporarily(App.MaintenanceMode("https://makerepo.com/admin/maintenance", Secret("APP_TOKEN"))))
        .Verify(Http.Get(url).Status(503), within: 1.Minutes);
    Solution();
    Step("Page off").Run(PutBack(page));
}
else
    Solution();

Step("Users get it").Run(Http.Get(url).Contains("MakerRepo").Consecutive(3));
Step("Watch")
    .Run(Control.Monitor("the site after the fix", 15.Minutes).Expect(Http.Get(url).Contains("MakerRepo")));
Step("Told afterwards")
    .Run(Slack.Post("#management", $"Done without approval, it could not wait: {solution.Value}", slack))
    .When(approval.Is(a => a.IsBreakGlass))
    .NoUndo("it was read");
Step("Users know")
    .Manual("Tell users what was mended and what it means for them, a lost period included. Link it.")
    .Evidence();

void Solution() =>
    Step("Solution")
        .Run(web.Unit("makerepo").Restart())
        .Verify(web.Unit("makerepo").WaitActive(2.Minutes))
        .NoUndo("a restart is a restart");
