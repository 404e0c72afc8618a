// Three of the "Common Maintenance Tasks": disk cleanup, log rotation, certificate renewal. No window: one
// host at a time leaves the load balancer, and only while another one serves.

Runbook("Upkeep of the web hosts")
    .Purpose("Room on the disks, logs that go on, certificates that stay valid; visitors notice nothing")
    .Owner("platform");

var hosts = Param<string[]>("hosts", "The hosts, first the one that is missed least")
    .Default(["web-1", "web-2"]);
var name = Param<string>("certificate", "The certificate, as certbot names it").Default("shop.example");

Rolling(
    hosts.Value,
    new()
    {
        AtLeast = 1,
        Serving = host => Ssh.Host(host).Unit("nginx").AssertActive(),
        Drain = host =>
            Step("Out of the load balancer")
                .Run(Temporarily(Ssh.Host(host).WriteFile("/srv/health/drained", "host-upkeep\n"))),
        Grace = 30.Seconds,
    },
    host =>
    {
        var web = Ssh.Host(host);
        var errors = web.LogFile("/var/log/nginx/error.log");
        var mark = Step("Where the errors end").Run(errors.Mark());

        Step("Logs rotated")
            .Run(web.RotateLogs("/etc/logrotate.d/nginx", "/var/log/nginx/access.log"))
            .NoUndo("older logs have moved on");
        Step("Certificate renewed")
            .Run(web.Certificate(name.Value).Renew())
            .NoUndo("a newer certificate does no harm");
        Step("nginx has no new errors").Run(errors.NoNewErrors(mark));

        var old = Step("Old logs").Run(web.FindOldFiles("/var/log", "*.log.*", 30.Days));
        GoNoGo($"Delete the old logs of {host}? The step before lists them").Id("go");
        Step("Old logs deleted").Run(web.DeleteFiles(old)).PointOfNoReturn();
    }
);
