using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>A migration in one line.</summary>
internal static class MigrationText
{
    public static string Of(PlanMigration migration)
    {
        var renamed = migration.Renamed.Count == 0 ? "" : $"; {string.Join(", ", Names(migration))}";
        return $"{PlainObserver.Time(migration.At)} by {migration.By}: {EventText.OneLine(migration.Reason)} "
            + $"(plan {migration.From} -> {migration.To}{renamed})";
    }

    private static IEnumerable<string> Names(PlanMigration migration)
    {
        foreach (var (old, id) in migration.Renamed)
            yield return $"{old} -> {id}";
    }
}
