namespace RunbookDsl.Lint;

/// <summary>Told by the runbook that rehearses restores.</summary>
internal sealed class OldRehearsal : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0315", LintSeverity.Warning, "The last restore was rehearsed long ago, or never")
        {
            Moment = LintMoment.Run,
            Why =
                "A backup that was never restored is none; and how long a restore takes is known by doing it.",
            Instead =
                "Run the runbook restore-rehearsal each month, or prove the dump: .ProvedBy(dump => …).",
            ToldBy =
                "Pg.FindDump(…).NotOlderThan(age) refuses an old backup; Pg.RehearseRestore proves one and writes its "
                + "time into the journal. When the last rehearsal was is known by the journals of other runs only.",
        };
}
