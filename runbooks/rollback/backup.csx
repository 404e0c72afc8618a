// Run in the rehearsal's world before the rollback: last night's backup, then the change that went wrong.

Runbook("The day before");

var db = Pg.Database(Secret("DATABASE_URL"));

Step("Backup").Run(Pg.Dump(db, "backups"));
Step("The change that went wrong")
    .Run(
        Pg.Execute(
            db,
            """
            delete from order_lines;
            insert into orders (customer_id, status, total_cents, placed_at)
            select 1, 'broken', 0, now() from generate_series(1, 100)
            """
        )
    )
    .NoUndo("the rollback runbook takes it back");
