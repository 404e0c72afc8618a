// "A backup that was never restored is none": once a month the newest backup is restored on a scratch
// server, compared with its manifest, and the journal says how long it took: what every runbook that may
// have to go back relies on.

Runbook("Restore rehearsal")
    .Purpose("It is known that the newest backup can be restored, and how long that takes")
    .Owner("platform");

var name = Param<string>("database", "Whose backup").Default("shop");
var backups = Param<string>("backup", "A backup's folder, or one of backups: the newest").Default("backups");
var fresh = Param<TimeSpan>("fresh", "How old the newest backup may be").Default(26.Hours);
var limit = Param<TimeSpan>("limit", "How long a restore may take").Default(1.Hours);
var jobs = Param<int>("jobs", "Jobs at once").Default(2).Must(j => j is >= 1 and <= 32, "between 1 and 32");

var scratch = Pg.Database(Secret("SCRATCH_DATABASE_URL")).Called("scratch");

Step("Right scratch server").Run(Pg.AssertIdentity(scratch, environment: "scratch").Primary());
var backup = Step("Find the backup").Run(Pg.FindDump(backups).Of(name));
Step("Fresh enough")
    .Run(ctx =>
    {
        var age = ctx.Clock.GetUtcNow() - ctx.Read<DumpArtifact>(backup).TakenAt;
        return age <= fresh.Value
            ? Task.FromResult("yes")
            : throw new OperationFailedException(
                $"the newest backup of {name.Value} is {age.TotalHours:0} h old: look why none was made since"
            );
    })
    .ReadOnly();
Step("Backup is whole").Run(Pg.VerifyDump(backup));
var rehearsed = Step("Restored and compared").Run(Pg.RehearseRestore(backup, on: scratch).Jobs(jobs));
Step("How long it took")
    .Run(ctx =>
    {
        var r = ctx.Read<RestoreResult>(rehearsed);
        var said =
            $"{r.Tables} tables with {r.Rows} rows were restored in {r.Took:c}; {limit.Value:c} are allowed";
        ctx.Note(said);
        return r.Took <= limit.Value
            ? Task.FromResult(said)
            : throw new OperationFailedException(
                $"{said}: more jobs, a faster disk, or another way back than a restore"
            );
    })
    .ReadOnly();
