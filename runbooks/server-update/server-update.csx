// "Server Updates" of "Workflow: Maintenance Mode" and "Upgrading system packages" of FabulAWS, host by host:
// what apt is going to do is shown and approved first, and nothing else is done. A stopped application would
// come back with the reboot, in the middle of the maintenance, so it is held until the host was looked at.

Runbook("Update the servers")
    .Purpose("Every host has the packages that were planned, and was rebooted where it wants that")
    .Owner("platform");

var hosts = Param<string[]>("hosts", "The hosts, one after the other: first the one that is missed least")
    .Default(["web-1", "web-2"]);
var name = Param<string>("unit", "The systemd unit of the application").Default("shop");
var held = Param<string>("held", "A package that must not be upgraded now").Default("postgresql-client-15");

ForEach(
    hosts.Value,
    host =>
    {
        var web = Ssh.Host(host);
        var app = web.Unit(name.Value);

        Step("What it is").Run(web.Describe());
        Step("Room for packages").Run(web.AssertDiskFree("/var/cache/apt", 2L << 30));
        Step("Package held").Run(Temporarily(web.Apt().Hold(held.Value)));
        // lint: RB0305 because the plan made of the lists is shown and approved before anything is done
        Step("Package lists").Run(web.Apt().Update()).NoUndo("the lists are only newer");
        var plan = Step("Plan").Run(web.Apt().Plan());
        GoNoGo($"Upgrade {host} as planned? The step before shows the packages").Id("go");

        var drained = Step("Out of the load balancer")
            .Run(Temporarily(web.WriteFile("/srv/health/drained", "server-update\n")));
        var down = Step("Application held").Run(Temporarily(app.Hold()));
        Step("Upgrade").Run(web.Apt().Upgrade(plan));
        var need = Step("Reboot wanted").Run(web.Apt().RebootRequired());
        Step("Reboot")
            .Run(web.Reboot().Holding(name.Value))
            .When(need.Is(n => n.IsRequired))
            .NoUndo("a reboot is a reboot");

        Step("nginx can read its configuration").Run(web.Nginx().TestConfig());
        Step("Application back").Run(PutBack(down));
        Step("Application runs").Run(app.WaitActive(2.Minutes).StableFor(30.Seconds));
        Step("In the load balancer again").Run(PutBack(drained));
    }
);
