// "Tools" of "Maintenance", the first of the two: the page that Capistrano puts up. It wants hosts that stay
// reachable all the time; where they do not, use maintenance-page-dns. The command only uploads a file, exits
// with 0, and does nothing where no web server looks for that file: so every host is asked, GET and POST.

Runbook("Maintenance page by Capistrano")
    .Purpose("Visitors read why the site is away and until when, instead of an error of somebody else")
    .Owner("platform")
    .Window("2026-12-05 06:00Z", 2.Hours)
    .Locks("site:makerepo.com");

var reason = Param<string>("reason", "What visitors read").Default("Immediate Unexpected Maintenance");
var stage = Param<string>("stage", "The stage of Capistrano").Default("production");
var url = Param<string>("url", "A page of the application").Default("https://makerepo.com/");
var hosts = Param<string[]>("hosts", "Addresses of the web hosts")
    .Default(["198.51.100.10", "198.51.100.11"]);

Step("Site is well").Run(Http.Get(url.Value).Contains("MakerRepo"));
var page = Step("Page on")
    .At(T)
    .Run(
        Temporarily(
            Cap.Stage(stage.Value).MaintenanceEnable(reason.Value, Control.WindowEnd, url.Value, hosts.Value)
        )
    )
    .Timeout(10.Minutes)
    .Expect(1.Minutes);
Step("Deployments frozen")
    .Manual("Disable the pipeline to production: a deployment would take the page away. Link the setting.")
    .Evidence();

GoNoGo("Is the work done, and was it looked at? The page goes off").Id("done");

Step("Page off").Run(PutBack(page)).Timeout(10.Minutes).Expect(1.Minutes);
Step("Site is there again").Run(Http.Get(url.Value).Contains("MakerRepo").Consecutive(3));
Step("Deployments on").Manual("Enable the pipeline to production again. Link the setting.").Evidence();
