// Run in the rehearsal's world before: last night's backup.

Runbook("Last night");

Step("Backup").Run(Pg.Dump(Pg.Database(Secret("DATABASE_URL")), "backups"));
