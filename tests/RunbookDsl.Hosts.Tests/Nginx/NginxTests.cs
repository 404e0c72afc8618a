using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Nginx;

/// <summary>The maintenance page of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class NginxTests
{
    private const string Site = "https://makerepo.com/";

    [Test]
    public async Task The_page_passes_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var nginx = HostWorld.Web.Nginx();
                Step("page").Run(HostWorld.Web.WriteFile(nginx.Page, "<p>Back at 10:00 UTC</p>\n"));
                var on = Step("on").Run(Temporarily(nginx.MaintenanceOn(Site)));
                Step("config").Run(nginx.TestConfig());
                Step("reload").Run(nginx.Reload()).NoUndo("the same configuration");
                Step("off").Run(PutBack(on));
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(40));
    }

    [Test]
    public async Task A_page_that_is_missing_is_seen()
    {
        var result = await HostWorld.Clean(
            () => Step("on").Run(HostWorld.Web.Nginx().MaintenanceOn(Site)),
            Machine
        );
        Assert.That(
            result.Said(),
            Does.Contain("GET https://makerepo.com/ on web-1 answers 503, expected 503 with Retry-After")
        );
    }

    [Test]
    public async Task A_site_without_the_switch_is_seen()
    {
        var result = await HostWorld.Clean(
            () => Step("on").Run(HostWorld.Web.Nginx().MaintenanceOn(Site)),
            host => host.File("/etc/nginx/nginx.conf", "events {}\nhttp {}\n").Unit("nginx")
        );
        Assert.That(
            result.Said(),
            Does.Contain("GET https://makerepo.com/ on web-1 answers 200, expected 503 with Retry-After")
        );
    }

    [Test]
    public async Task A_wrong_configuration_is_not_taken()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                Step("break").Run(HostWorld.Web.WriteFile("/etc/nginx/sites-enabled/shop", "server {\n"));
                Step("reload").Run(HostWorld.Web.Nginx().Reload()).NoUndo("none");
            },
            Machine
        );
        Assert.That(
            result.Said(),
            Does.Contain(
                "nginx on web-1 refuses its configuration: nginx: [emerg] unexpected end of file, expecting \"}\" in "
                    + "/etc/nginx/sites-enabled/shop:2 nginx: configuration file /etc/nginx/nginx.conf test failed "
                    + "The old one stays in force."
            )
        );
        Assert.That(result.Changes(), Has.None.Contains("in force"));
    }

    [Test]
    public void MaintenanceSwitch_IsTheTestedOne() =>
        Assert.That(
            HostWorld.Web.Nginx().MaintenanceSwitch(TimeSpan.FromMinutes(30), "203.0.113.7"),
            Is.EqualTo(
                """
                set $rb_maint 0;
                if (-f /var/lib/runbook/maintenance.flag) { set $rb_maint 1; }
                if ($remote_addr = 203.0.113.7) { set $rb_maint 0; }
                error_page 503 /maintenance.html;
                location = /maintenance.html {
                    internal;
                    root /var/lib/runbook;
                    add_header Retry-After 1800 always;
                    add_header Cache-Control "no-store" always;
                }

                """
            )
        );

    private static void Machine(HostBuilder host) =>
        host.File("/etc/nginx/nginx.conf", "events {}\nhttp {\n  include sites-enabled/*;\n}\n")
            .File("/etc/nginx/snippets/runbook-maintenance.conf", HostWorld.Web.Nginx().MaintenanceSwitch())
            .File(
                "/etc/nginx/sites-enabled/shop",
                """
                server {
                  listen 443 ssl;
                  include snippets/runbook-maintenance.conf;
                  location / {
                    if ($rb_maint) { return 503; }
                    proxy_pass http://app;
                  }
                }

                """
            )
            .Folder("/var/lib/runbook")
            .Unit("nginx");
}
