// The world this runbook is rehearsed in: one PostgreSQL with the shop's database.
var pg = Postgres("main");
pg.Database("shop").SqlFile("shop.sql").As(Secret("DATABASE_URL"));
