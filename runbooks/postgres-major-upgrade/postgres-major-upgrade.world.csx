// The world it is rehearsed in: two servers of the major version of this machine, for want of an older one's
// programs; and a host with nginx and the application.
var old = Postgres("old").Setting("shared_preload_libraries", "pg_stat_statements");
old.Database("shop").SqlFile("../postgres-major-upgrade-logical/shop.sql").As(Secret("DATABASE_URL"));

var fresh = Postgres("new").Setting("shared_preload_libraries", "pg_stat_statements");
fresh.Database("empty").Sql("create role shop_app login").As(Secret("NEW_DATABASE_URL"));

Given("NEW_APP_ENVIRONMENT", "DATABASE_HOST=new.shop.example\n");
var web = Ssh.Host("web-1");
Host("web-1")
    .User("deploy")
    .File("/etc/nginx/nginx.conf", "events {}\nhttp {\n  include sites-enabled/*;\n}\n")
    .File("/etc/nginx/snippets/runbook-maintenance.conf", web.Nginx().MaintenanceSwitch())
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
    .File("/var/lib/runbook/maintenance.html", "<p>The shop is back at 10:00 UTC.</p>\n")
    .File("/etc/shop/database.env", "DATABASE_HOST=old.shop.example\n")
    .Unit("nginx")
    .Unit("shop");

Answer("slack", "1m");
Answers("Begin? The step Rehearsed-proof says how long the restore takes", by: "ann");
Answers("Open? What users write from then on is on the new side only", by: "ann");
Answers(
    "Log in to the shop, place an order, see it. Say what you saw.",
    by: "ann",
    evidence: "order 71001 is in the list"
);
