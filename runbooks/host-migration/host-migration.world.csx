// The world it is rehearsed in: two hosts with nginx and the application, a database server on each side, the
// zone at Cloudflare and the status page. The old host's pages tell whether it leads on already.
const string Site = """
    server {
      listen 443 ssl;
      include snippets/runbook-maintenance.conf;
      location / {
        if ($rb_maint) { return 503; }
        proxy_pass http://127.0.0.1:8000;
      }
    }

    """;

foreach (var (name, address) in new[] { ("web-old", "198.51.100.10"), ("web-new", "198.51.100.20") })
{
    var isOld = name == "web-old";
    var host = Host(name)
        .Address(address)
        .User("deploy")
        .File("/etc/nginx/nginx.conf", "events {}\nhttp {\n  include sites-enabled/*;\n}\n")
        .File("/etc/nginx/snippets/runbook-maintenance.conf", Ssh.Host(name).Nginx().MaintenanceSwitch())
        .File("/etc/nginx/sites-enabled/shop", Site)
        .File("/var/lib/runbook/maintenance.html", "<p>The shop is back at 10:00 UTC.</p>\n")
        .File("/var/log/nginx/access.log", "GET /\n")
        .Unit("nginx")
        .Unit("shop", active: isOld)
        .Unit("shop-worker", active: isOld)
        .Unit("shop-jobs.timer", active: isOld);
    if (isOld)
        host.File("/srv/shop/uploads/1.jpg", "a bicycle").File("/srv/shop/uploads/2.jpg", "a lamp");
    else
        host.Folder("/srv/shop/uploads").File("/srv/shop/uploads/0.jpg", "from a trial");
}
Site("shop.example")
    .On("198.51.100.10")
    .Page("/", 200, stage => $"<title>Shop</title>{(LeadsOn(stage) ? "web-new" : "web-old")}")
    .Behind("web-old")
    .On("198.51.100.20")
    .Page("/", 200, "<title>Shop</title>web-new")
    .Behind("web-new", app: "shop");

var old = Postgres("old");
old.Database("shop")
    .Sql(
        """
        create role shop_app login;
        alter database shop set app.environment = 'production';
        create table orders (id bigint generated always as identity primary key, total bigint not null);
        insert into orders (total) select n from generate_series(1, 200) n;
        grant select, insert on orders to shop_app;
        """
    )
    .As(Secret("DATABASE_URL"));
Postgres("new").Database("empty").Sql("create role shop_app login").As(Secret("NEW_DATABASE_URL"));

var dns = Dns();
dns.Zone("shop.example")
    .NameServers("ada.ns.cloudflare.com", "bob.ns.cloudflare.com")
    .Record("A", "@", "198.51.100.10", ttl: 3600);
Cloudflare().Token(Secret("CLOUDFLARE_TOKEN"));
Statuspage().Key(Secret("STATUSPAGE_KEY")).Page("Shop", "kctbh9vrtdwd").Component("Shop", "8kbf7d35c070");

Answers(
    "List crontabs, outgoing addresses on allow-lists, and who sends mail from the old host; link it",
    by: "ann",
    evidence: "https://wiki.shop.example/web-old"
);
Answers("Window agreed", by: "bob");
Answers(
    "Look at the status page and at the banner without being signed in, and link what you saw",
    by: "ann",
    evidence: "https://status.shop.example"
);
Answers(
    "Freeze deployments and schema changes; link the setting",
    by: "ann",
    evidence: "https://ci.shop.example"
);
Answers("Begin? From here on users are affected", by: "ann");
Answers("Move the name? The way back takes another TTL from here on", by: "ann");
Answers(
    "Log in past the page, read, write and clean up. Say what you saw.",
    by: "ann",
    evidence: "order 4711, cancelled"
);
Answers("Open? Users get in again", by: "ann");
Answers(
    "Let deployments and schema changes go on; link the setting",
    by: "ann",
    evidence: "https://ci.shop.example"
);
Answers(
    "Take a last image of the old host, shut it down, take it off the allow-lists; link the image",
    by: "ann",
    evidence: "https://images.shop.example/web-old"
);

static bool LeadsOn(Stage stage) =>
    stage
        .Find<HostFiles>()
        ?.Text("web-old", "/etc/nginx/sites-enabled/shop")
        ?.Contains("https://198.51.100.20", StringComparison.Ordinal) == true;
