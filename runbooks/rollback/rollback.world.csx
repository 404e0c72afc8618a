// The world it is rehearsed in: the shop after a change that went wrong, with a backup from before it.
var pg = Postgres("main");
pg.Database("shop").SqlFile("../database-maintenance/shop.sql").As(Secret("DATABASE_URL"));
Earlier("backup.csx");
Answers("Go back? What was written since the backup stays in the failed database only", yes: true);
