// The world it is rehearsed in: the hosts of the inventory, each with nginx.
#load "../../shared/inventory.csx"

foreach (var name in Inventory.Web)
    Host(name)
        .User("deploy")
        .File("/etc/nginx/nginx.conf", "events {}\nhttp {}\n")
        .Unit("nginx")
        .Folder("/srv/health");

Answers("Is nobody deploying?", by: "ann");
