// The world it is rehearsed in: web-1 gets a C library and wants a reboot, web-2 does not.
foreach (var name in new[] { "web-1", "web-2" })
{
    Host(name)
        .User("deploy")
        .File("/etc/nginx/nginx.conf", "events {}\nhttp {\n  include /etc/nginx/sites-enabled/*;\n}\n")
        .File("/etc/nginx/sites-enabled/shop", "server {\n  listen 80;\n}\n")
        .Folder("/srv/health")
        .Package("nginx", "1.22.1-9", "1.22.1-9+deb12u2")
        .Package("libc6", "2.36-9", name == "web-1" ? "2.36-9+deb12u9" : null)
        .Package("postgresql-client-15", "15.9", "15.10")
        .Unit("nginx")
        .Unit("shop");
    Answers($"Upgrade {name} as planned? The step before shows the packages", by: "ann");
}
