// The world it is rehearsed in: two servers of the major version of this machine, for want of an older one's
// programs; and a host with the application.
var old = Postgres("old")
    .Setting("wal_level", "logical")
    .Setting("wal_receiver_status_interval", "1s")
    .Setting("shared_preload_libraries", "pg_stat_statements");
old.Database("shop").SqlFile("shop.sql").As(Secret("DATABASE_URL"));

var fresh = Postgres("new")
    .Setting("wal_level", "logical")
    .Setting("wal_receiver_status_interval", "1s")
    .Setting("shared_preload_libraries", "pg_stat_statements");
fresh.Database("empty").Sql("create role shop_app login").As(Secret("NEW_DATABASE_URL"));

Given("NEW_APP_ENVIRONMENT", "DATABASE_HOST=new.shop.example\n");
Host("web-1").User("deploy").File("/etc/shop/database.env", "DATABASE_HOST=old.shop.example\n").Unit("shop");

Answer("slack", "1m");
Answers("Switch? The application stands still until the new side has everything", by: "ann");
Answers(
    "Log in to the shop, place an order, see it. Say what you saw.",
    by: "ann",
    evidence: "order 71001 is in the list"
);
Answers("Give up the way back? From then on the old side is only what it was", by: "bob");
