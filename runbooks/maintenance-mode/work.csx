// The work of this window: the routine of a database ("Step 3: Database Maintenance"). Another window has
// another file.
var db = Pg.Database(Secret("DATABASE_URL")).Named("shop");

Step("Right database").Run(Pg.AssertIdentity(db, database: "shop", environment: "staging"));
Step("Backup").Run(Pg.Dump(db, "backups")).Verify(dump => dump.Bytes > 0);
Step("Vacuum").Run(Pg.Vacuum(db).Analyze()).NoUndo("no row changed");
Step("Rebuild indexes").Run(Pg.Reindex(db)).NoUndo("the new indexes are the old ones, rebuilt");
Step("Statistics").Run(Pg.AssertStatistics(db));
