using Microsoft.CodeAnalysis;

namespace RunbookDsl.Lint;

/// <summary>A dump has neither roles nor tablespaces.</summary>
internal sealed class DumpWithoutGlobals : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0317",
            LintSeverity.Warning,
            "A dump is restored on another server, and nobody looks for its roles"
        )
        {
            Why =
                "pg_dump holds no roles, no tablespaces and no ALTER ROLE … SET. On a new server the restore fails on "
                + "owners, or the application cannot log in.",
            Instead =
                "Bring them with pg_dumpall --globals-only, or ask the new server for them before: "
                + "Pg.Check(server, \"select exists (select from pg_roles where rolname = 'shop')\").",
            Flagged = """
                var dump = Step("Backup").Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > 0);
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Restore").Run(Pg.Restore(dump, into: fresh));
                """,
            Clean = """
                var fresh = Pg.Database(Secret("NEW_DATABASE_URL"));
                Step("Roles")
                    .Run(Pg.Check(fresh, "select exists (select from pg_roles where rolname = 'shop')"));
                var dump = Step("Backup").Run(Pg.Dump(db, "backups")).Verify(d => d.Bytes > 0);
                Step("Restore").Run(Pg.Restore(dump, into: fresh));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (step.Operation is not { Verb: "Pg.Restore" } restore || restore.Has("WithoutOwners"))
                continue;
            var into = Variables.Root(restore.Factory!.Argument(1, "into"), restore.Model);
            var dumped = script.Before(step).LastOrDefault(s => s.Is("Pg.Dump"))?.Operation is { } dump
                ? Variables.Root(dump.Factory!.Argument(0, "database"), dump.Model)
                : null;
            if (
                into is not null
                && dumped is not null
                && !SymbolEqualityComparer.Default.Equals(into, dumped)
                && !script.MayBeBefore(step, KnowsRoles)
            )
                found.Add(
                    step,
                    "this restores on another server than the dump's, and a dump has no roles: bring them with "
                        + "pg_dumpall --globals-only, or check pg_roles of the new server before."
                );
        }
    }

    private static bool KnowsRoles(ShapeStep step) =>
        step.Commands.Any(c => c.Program == "pg_dumpall")
        || step.Checks.Any(c =>
            StepTexts.Sql(c)?.Text.Contains("pg_roles", StringComparison.OrdinalIgnoreCase) == true
        );
}
