namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that the operating system still sorts text as it did when the indexes were built. After its
/// upgrade, or a move to another one, indexes on text may be in another order: rows are not found, and
/// duplicates get in.
/// </summary>
/// <param name="Database">The database; the server is PostgreSQL 15 or later.</param>
public sealed record CollationVersionsCheck(PgDatabase Database) : PgCheck(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.CheckCollationVersions";

    /// <inheritdoc/>
    public override string Description =>
        $"text in {Database} is sorted by the version of each collation that was recorded";

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        if (CollationVersion.Unknown(session) is { } unknown)
            return Verdict.Fail(unknown);
        var changed = await CollationVersion.ChangedAsync(session).ConfigureAwait(false);
        if (changed.Count == 0)
            return Verdict.Pass($"no collation of {session.Target} has changed");
        var affected = await CollationVersion.AffectedAsync(session).ConfigureAwait(false);
        var text =
            $"the library that sorts text in {session.Target} has changed for"
            + $" {TableActivities.Names(changed.Select(c => c.ToString()))}";
        return Verdict.Fail(
            affected.Count == 0
                ? $"{text}; no index depends on it. Record it with Pg.RefreshCollation"
                : $"{text}; {affected.Count} indexes may be in another order:"
                    + $" {TableActivities.Names(affected)}."
                    + " Rebuild them with Pg.Reindex, and only then Pg.RefreshCollation"
        );
    }
}
