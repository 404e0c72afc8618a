namespace RunbookDsl.Lint;

/// <summary>A failed CONCURRENTLY leaves an index that costs and does nothing.</summary>
internal sealed class InvalidIndexes : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0323", LintSeverity.Error, "An index is built CONCURRENTLY and nobody looks for invalid ones")
        {
            Why =
                "A failed attempt leaves an invalid index; with IF NOT EXISTS the next run finds it there and is "
                + "content. Tried with PostgreSQL 15.",
            Instead = "Pg.CheckInvalidIndexes(db) before it and as its .Verify.",
            Flagged = """
                Step("Index")
                    .Run(
                        Pg.Ddl(db, "create index concurrently if not exists by_day on orders (day)")
                            .OutsideTransaction()
                    )
                    .NoUndo("an index more");
                """,
            Clean = """
                Step("Index")
                    .Guard(Pg.CheckInvalidIndexes(db))
                    .Run(
                        Pg.Ddl(db, "create index concurrently if not exists by_day on orders (day)")
                            .OutsideTransaction()
                    )
                    .Verify(Pg.CheckInvalidIndexes(db))
                    .NoUndo("an index more");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            var builds = step
                .Sql.SelectMany(p => p.Statements)
                .Any(s => (s.Starts("create") || s.Starts("reindex")) && s.Has("concurrently"));
            if (!builds)
                continue;
            var isBefore =
                step.Has("Guard") && step.ChecksBy("Pg.CheckInvalidIndexes")
                || script.MayBeBefore(step, Asks);
            var isAfter = Verifies(step) || script.MayBeAfter(step, Asks);
            if (!isBefore || !isAfter)
                found.Add(
                    step,
                    "a failed CONCURRENTLY leaves an invalid index that the next attempt takes for a good one: write "
                        + $"Pg.CheckInvalidIndexes(db) {(isBefore ? "after it" : isAfter ? "before it" : "before and after it")}."
                );
        }
    }

    private static bool Asks(ShapeStep step) => step.ChecksBy("Pg.CheckInvalidIndexes");

    private static bool Verifies(ShapeStep step) =>
        step.Links.Any(l =>
            l.Name == "Verify"
            && l.Argument(0) is { } check
            && ShapeCall.Of(check, l.Model).Is("Pg.CheckInvalidIndexes")
        );
}
