// The world it is rehearsed in: web-1's certificate is due, web-2's is not.
foreach (var name in new[] { "web-1", "web-2" })
{
    Host(name)
        .User("deploy")
        .File("/etc/nginx/nginx.conf", "events {}\nhttp {}\n")
        .Unit("nginx")
        .Folder("/srv/health")
        .File(
            "/etc/logrotate.d/nginx",
            """
            /var/log/nginx/access.log {
              rotate 3
              create
              postrotate
                systemctl kill -s USR1 nginx
              endscript
            }

            """
        )
        .Writes("nginx", "/var/log/nginx/access.log")
        .Writes("nginx", "/var/log/nginx/error.log")
        .File("/var/log/nginx/access.log", "GET /\n")
        .File("/var/log/nginx/error.log", "error: upstream timed out\n")
        .File("/var/log/shop.log.1", "last week\n")
        .DaysOld(7)
        .File("/var/log/shop.log.2", "last spring\n")
        .DaysOld(200)
        .Certificate("shop.example", daysLeft: name == "web-1" ? 12 : 60);
    Answers($"Delete the old logs of {name}? The step before lists them", by: "ann");
}
