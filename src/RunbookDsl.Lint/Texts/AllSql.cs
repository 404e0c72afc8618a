namespace RunbookDsl.Lint;

/// <summary>The SQL of a step with that of its checks.</summary>
internal static class AllSql
{
    public static IEnumerable<SqlPiece> Of(ShapeStep step) =>
        step.Sql.Concat(step.Checks.Select(StepTexts.Sql).OfType<SqlPiece>());
}
