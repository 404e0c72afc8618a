// Check it:    dotnet runbook check runbooks/restart-web/restart-web.csx
// Look at it:  dotnet runbook plan runbooks/restart-web/restart-web.csx
// Rehearse it: dotnet runbook rehearse runbooks/restart-web/restart-web.csx
// Execute it:  dotnet runbook exec runbooks/restart-web/restart-web.csx
#load "../../shared/inventory.csx"
#load "../../shared/load-balancer.csx"

Runbook("Restart of the web hosts")
    .Purpose("nginx begins anew on one host after the other; visitors notice nothing")
    .Owner("platform")
    .Locks("web");

GoNoGo("Is nobody deploying?").Id("go");

Rolling(
    Inventory.Web,
    new()
    {
        AtLeast = 1,
        Serving = host => Ssh.Host(host).Unit("nginx").AssertActive(),
        Drain = OutOfTheLoadBalancer,
        Grace = 30.Seconds,
    },
    host =>
    {
        Step("nginx restarted").Run(Ssh.Host(host).Unit("nginx").Restart());
    }
);
