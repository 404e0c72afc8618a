using Microsoft.CodeAnalysis;

namespace RunbookDsl.Lint;

/// <summary>A backup lies where nothing is changed.</summary>
internal sealed class BackupOnSameHost : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0314", LintSeverity.Error, "The only backup lies on the host that is changed")
        {
            Why = "A host that does not come back after its upgrade takes the backup with it.",
            Instead = "Copy it to another machine, and compare its hash there, before the host is changed.",
            Flagged = """
                Step("Backup")
                    .Run(web.RunScript("/srv/deploy/backup.sh").Produces("/var/backups/*.dump"))
                    .NoUndo("kept");
                Step("Reboot").Run(web.Reboot()).NoUndo("a reboot is a reboot");
                """,
            Clean = """
                Step("Backup")
                    .Run(web.RunScript("/srv/deploy/backup.sh").Produces("/var/backups/*.dump"))
                    .NoUndo("kept");
                Step("Off the host").Run(web.Exec("rsync", "-a", "/var/backups/", "store:/backups/"));
                Step("Reboot").Run(web.Reboot()).NoUndo("a reboot is a reboot");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (!step.Does(Deed.Backup) || step.Operation?.Target is not { } host || step.Is("Pg.Dump"))
                continue;
            var change = script
                .After(step)
                .FirstOrDefault(s =>
                    s.Does(Deed.Reboot | Deed.Packages | Deed.Terminates)
                    && SymbolEqualityComparer.Default.Equals(s.Operation?.Target, host)
                );
            if (
                change is not null
                && !script
                    .Between(step, change)
                    .Any(s => s.Does(Deed.CopiesAway) || s.Kind == StepKind.Elsewhere)
            )
                found.Add(
                    step,
                    $"this backup stays on {host.Name}, which \"{change.Name}\" changes: copy it to another machine "
                        + "before, and compare its hash there."
                );
        }
    }
}
