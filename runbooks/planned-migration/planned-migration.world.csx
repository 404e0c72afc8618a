// The world it is rehearsed in: everything that MakerRepo runs on, two weeks before Christmas.
var dns = Dns();
dns.Zone("makerepo.com")
    .NameServers("ada.ns.cloudflare.com", "bob.ns.cloudflare.com")
    .Record("CNAME", "@", "app.makerepo.com", ttl: 300)
    .Record("A", "app", "198.51.100.10", ttl: 3600);
dns.Zone("pages.dev").Record("A", "makerepo-is-down", "203.0.113.100", ttl: 300);

Cloudflare().Token(Secret("CLOUDFLARE_TOKEN"));
Site("makerepo.com")
    .On("198.51.100.10")
    .Page("/", 200, "<title>MakerRepo</title>old host")
    .On("198.51.100.20")
    .Page("/", 200, "<title>MakerRepo</title>new host")
    .On("203.0.113.100")
    .Page("/", 503, "<title>maintenance</title>Back at 10:00 UTC");

var pg = Postgres("main");
pg.Database("makerepo")
    .Sql(
        """
        create table projects (id bigint generated always as identity primary key, title text not null);
        insert into projects (title) select 'Project ' || n from generate_series(1, 200) n;
        """
    )
    .As(Secret("DATABASE_URL"));

Host("web-new")
    .Address("198.51.100.20")
    .User("deploy")
    .File("/etc/nginx/nginx.conf", "events {}\nhttp {\n  include /etc/nginx/sites-enabled/*;\n}\n")
    .File("/etc/nginx/sites-enabled/makerepo", "server {\n  listen 443 ssl;\n}\n")
    .Package("nginx", "1.22.1")
    .Unit("nginx")
    .Unit("makerepo", active: false);

Heroku().Key(Secret("HEROKU_API_KEY")).App("makerepo-jobs").Formation("web", 1).Formation("worker", 3);
var aws = Aws().Keys(Secret("AWS_ACCESS_KEY_ID"), Secret("AWS_SECRET_ACCESS_KEY"));
aws.Instance("i-0123456789abcdef0", "render").Data("the pictures that were not rendered yet");
aws.Group("makerepo-render").Size(1, 1, 2).Members("i-0123456789abcdef0");
Statuspage()
    .Key(Secret("STATUSPAGE_KEY"))
    .Page("MakerRepo", "kctbh9vrtdwd")
    .Component("Website", "8kbf7d35c070");
Slack().Channel("#ops").Token(Secret("SLACK_TOKEN"));
Intercom()
    .Token(Secret("INTERCOM_TOKEN"))
    .Admin(394051, "Ops", "ops@makerepo.com")
    .Contact("anna@example.com");
NewRelic().Key(Secret("NEW_RELIC_KEY")).Account(1234567, "MakerRepo").Application(4242, "makerepo");
Mail().As(Secret("SMTP_URL"));

Answers("Begin? From here on nobody can use the site", by: "ann");
Answers("Switch? Visitors get the new host from here on", by: "ann");
Answers(
    "Log in to https://makerepo.com, open a project, upload a picture. Say what you saw.",
    by: "ann",
    evidence: "project 12 with its new picture"
);
