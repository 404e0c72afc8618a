namespace RunbookDsl.Lint.Tests;

/// <summary>
/// The five documents typed in naively: each command as it is printed, each sentence as something that a
/// person does.
/// </summary>
internal static class Documents
{
    /// <summary>"Maintenance" of MakerRepo.</summary>
    public const string Maintenance = """
        Runbook("Maintenance");
        var web = Ssh.Host("web-1");
        var zone = Cloudflare.Zone("makerrepo.com", Secret("CLOUDFLARE_TOKEN"));

        Step("Announce").At(T - 1.Hours).Run(Slack.Post("#all", "Maintenance tonight", Secret("SLACK")));
        Step("Capistrano page")
            .Manual(
                "`cap production maintenance:enable REASON=\"Immediate Unexpected Maintenance\" UNTIL=\"HH:HH (H:MM AM/PM)\"`"
            );
        Step("Cloudflare page").Run(zone.Record("CNAME", "@").PointTo("makerepo-is-down.pages.dev"));
        Step("Backup").Run(web.RunScript("/srv/deploy/backup.sh"));
        Step("Point to the new server").Run(zone.Record("A", "@").PointTo("203.0.113.7"));
        Step("Shut the old server down").Run(web.Exec("sudo", "shutdown", "-h", "now"));
        Step("Verify by the server's address").Run(Http.Get("https://203.0.113.7/"));
        Step("Page off").Manual("`cap production maintenance:disable`");
        """;

    /// <summary>"Workflow: Maintenance Mode".</summary>
    public const string MaintenanceMode = """"
        Runbook("Maintenance mode");
        var web = Ssh.Host("web-1");

        Step("Database backup")
            .Run(web.Exec("sh", "-c", "pg_dump mydb > backup_maintenance_$(date +%Y%m%d_%H%M%S).sql"));
        Step("Code backup")
            .Run(Local.Exec("sh", "-c", "git tag maintenance-$(date +%Y%m%d-%H%M%S)\ngit push --tags"));
        Step("Notify users").Manual("Update status page. Send email notification. Post on social media.");
        Step("Page")
            .Run(
                web.Exec(
                    "sh",
                    "-c",
                    """
                    cat > /var/www/maintenance.html << 'EOF'
                    <h1>Scheduled Maintenance</h1>
                    <p>We'll be back soon!</p>
                    <p>Expected completion: [TIME]</p>
                    EOF
                    """
                )
            );
        Step("nginx")
            .Run(
                web.WriteFile(
                    "/etc/nginx/sites-available/myapp",
                    """
                    location / {
                        return 503;
                        error_page 503 /maintenance.html;
                    }
                    """
                )
            );
        Step("Reload").Run(web.Exec("sh", "-c", "sudo nginx -t\nsudo systemctl reload nginx"));
        Step("Stop").Run(web.Exec("sudo", "systemctl", "stop", "myapp"));
        Step("Database maintenance")
            .Run(web.Exec("sh", "-c", "psql mydb << EOF\nVACUUM ANALYZE;\nREINDEX DATABASE mydb;\nEOF"));
        Step("Packages").Run(web.Exec("sh", "-c", "sudo apt update\nsudo apt upgrade -y"));
        Step("Reboot").Run(web.Exec("sudo", "reboot"));
        Step("Smoke test").Run(web.Exec("curl", "-I", "http://localhost:8000/healthz"));
        Step("Restart").Run(web.Exec("sudo", "systemctl", "restart", "myapp"));
        Step("Accessible").Run(web.Exec("curl", "-I", "https://myapp.com"));
        Step("Services").Run(web.Exec("docker-compose", "ps"));
        Step("Logs").Run(web.Exec("sh", "-c", "sudo journalctl -u myapp -n 50 | grep -i error"));
        """";

    /// <summary>The rollback plan of "Workflow: Maintenance Mode".</summary>
    public const string Rollback = """
        Runbook("Rollback");
        var web = Ssh.Host("web-1");

        Step("Restore").Run(web.Exec("sh", "-c", "psql mydb < backup_maintenance_YYYYMMDD_HHMMSS.sql"));
        Step("Old code").Manual("`git checkout <previous-tag>`");
        Step("Restart").Run(web.Exec("sudo", "systemctl", "restart", "myapp"));
        Step("Verify").Run(web.Exec("curl", "-I", "https://myapp.com/healthz"));
        """;

    /// <summary>"Maintenance Tasks" of FabulAWS.</summary>
    public const string Tasks = """"
        Runbook("Maintenance tasks");
        var here = Ssh.Host("control");

        Step("New Relic").Manual("`fab production upload_newrelic_sysmon_conf`");
        Step("Staging like production").Run(here.Exec("fab", "staging", "reload_production_db"));
        Step("Icons")
            .Manual(
                """
                Add CORS Configuration in the console:
                <CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></CORSConfiguration>
                """
            );
        Step("Disks").Manual("`fab <environment> mount_encrypted:roles=db-master`");
        Step("Cache server")
            .Manual("Terminate the cache server with its RabbitMQ completely and recreate it.");
        Step("Web servers").Manual("In the Auto Scaling Group set Minimum, Desired, and Maximum to zero.");
        Step("One package")
            .Run(here.Exec("pip", "install", "package-name==0.0.0", "-d", "requirements/sdists/"));
        Step("All packages")
            .Run(
                here.Exec(
                    "sh",
                    "-c",
                    "cd requirements/\nmkdir sdists_new/\npip install -r apps.txt -d sdists_new/\nrm -rf sdists/\nmv sdists_new/ sdists/"
                )
            );
        Step("Upgrade mode").Run(here.Exec("fab", "production", "begin_upgrade"));
        Step("Packages of the hosts").Run(here.Exec("fab", "production", "upgrade_packages"));
        Step("Back online").Run(here.Exec("fab", "production", "end_upgrade"));
        """";

    /// <summary>"Database maintenance" of crates.io.</summary>
    public const string Database = """
        Runbook("Database maintenance");

        Step("Scheduler").Manual("Disable the job of the downloads count updater in the Heroku Scheduler.");
        Step("Worker off").Run(Local.Exec("heroku", "ps:scale", "-a", "crates-io", "background_worker=0"));
        Step("Read only")
            .Run(
                Local.Exec(
                    "heroku",
                    "config:set",
                    "-a",
                    "crates-io",
                    "READ_ONLY_MODE=1",
                    "DB_OFFLINE=follower"
                )
            );
        Step("Redeployed").Run(Local.Exec("heroku", "ps:wait", "-a", "crates-io"));
        Step("Maintenance").Run(Local.Exec("heroku", "pg:maintenance:run", "--force", "-a", "crates-io"));
        Step("Done").Run(Local.Exec("heroku", "pg:wait", "-a", "crates-io"));
        Step("Online").Run(Local.Exec("heroku", "pg:info", "-a", "crates-io"));
        Step("Recovered")
            .Run(
                Local.Exec(
                    "sh",
                    "-c",
                    "echo \"SELECT pg_is_in_recovery();\" | heroku pg:psql -a crates-io DATABASE"
                )
            );
        Step("Writable").Run(Local.Exec("heroku", "config:unset", "-a", "crates-io", "READ_ONLY_MODE"));
        Step("Worker on").Run(Local.Exec("heroku", "ps:scale", "-a", "crates-io", "background_worker=1"));
        Step("Follower").Run(Local.Exec("heroku", "config:unset", "-a", "crates-io", "DB_OFFLINE"));
        """;

    /// <summary>"Maintenance post mortem" of CloudCannon.</summary>
    public const string PostMortem = """
        Runbook("Scheduled maintenance").Window("2018-11-13 04:00Z", 2.Hours);
        var web = Ssh.Host("app");

        Step("Banner")
            .At(T - 2.Hours)
            .Run(
                web.WriteFile(
                    "_data/banner_notification.yml",
                    "enabled: true\ntext: Scheduled Maintanence today at 5:00pm NZDT\n"
                )
            );
        Step("App off").Run(web.Unit("app").Stop());
        Step("Upgrade").Run(web.Exec("pg_upgrade", "--link", "-b", "/usr/lib/postgresql/9.4/bin"));
        Step("Security improvements").Run(web.Exec("sudo", "apt-get", "upgrade", "-y"));
        Step("App on").Run(web.Unit("app").Start());
        Step("It is slow").Run(web.Exec("psql", "-c", "VACUUM ANALYZE"));
        """;
}
