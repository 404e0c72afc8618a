// The world it is rehearsed in: one web host whose nginx has the switch, a small database, a status page.
Host("web-1")
    .User("deploy")
    .File("/etc/nginx/nginx.conf", "events {}\nhttp {\n  include /etc/nginx/sites-enabled/*;\n}\n")
    .File("/etc/nginx/snippets/runbook-maintenance.conf", Ssh.Host("web-1").Nginx().MaintenanceSwitch())
    .File(
        "/etc/nginx/sites-enabled/shop",
        """
        server {
          listen 443 ssl;
          include /etc/nginx/snippets/runbook-maintenance.conf;
          location / {
            if ($rb_maint) { return 503; }
            proxy_pass http://127.0.0.1:8000;
          }
        }

        """
    )
    .Folder("/var/lib/runbook")
    .Folder("/etc/shop")
    .Unit("nginx")
    .Unit("shop")
    .Unit("shop-worker")
    .Journal("shop", "cannot reach the mail server after 30 s", priority: 3)
    .Journal("shop", "listening on port 8000", atStart: true);
Site("shop.example").On("203.0.113.7").Page("/", 200, "<title>Shop</title>").Behind("web-1", app: "shop");

Postgres("main")
    .Database("shop")
    .Sql(
        """
        alter database shop set app.environment = 'staging';
        create table orders (id bigint generated always as identity primary key, total bigint not null);
        insert into orders (total) select n from generate_series(1, 500) n;
        """
    )
    .As(Secret("DATABASE_URL"));
Statuspage().Key(Secret("STATUSPAGE_KEY")).Page("Shop", "kctbh9vrtdwd").Component("Shop", "8kbf7d35c070");

Answers("Begin? From here on nobody can use the shop", by: "ann");
Answers(
    "From an address of a tester: log in, order something, cancel it. Say what you saw.",
    by: "ann",
    evidence: "order 4711, cancelled"
);
Answers("Open the shop?", by: "ann");
