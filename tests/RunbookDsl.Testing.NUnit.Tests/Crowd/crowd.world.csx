// The world that each of the many has for itself.
Postgres("main").Database("shop").Sql("create table orders (n int)").As(Secret("DATABASE_URL"));
Dns().Zone("shop.example").Record("A", "@", "203.0.113.7").Record("A", "www", "203.0.113.7");
Site("shop.example").On("203.0.113.7").Page("/", 200, "hello");
Host("web-1").User("deploy").Unit("shop", active: false);
Statuspage().Key(Secret("STATUSPAGE_KEY")).Page("Shop", "kctbh9vrtdwd").Component("Website", "8kbf7d35c070");
Slack().Channel("#ops").Token(Secret("SLACK_TOKEN"));
Mail().As(Secret("SMTP_URL"));
StartsAt("2026-12-05 06:00Z");
