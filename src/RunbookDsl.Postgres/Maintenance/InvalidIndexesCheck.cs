namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that there is no invalid index: writes pay for one and no query uses it. Indexes being built right
/// now do not count.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record InvalidIndexesCheck(PgDatabase Database) : PgCheck(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.CheckInvalidIndexes";

    /// <inheritdoc/>
    public override string Description => $"no index of {Database} is invalid";

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var found = await InvalidIndexes.FindAsync(session).ConfigureAwait(false);
        return found.Count == 0
            ? Verdict.Pass($"no index of {session.Target} is invalid")
            : Verdict.Fail(
                $"{found.Count} invalid indexes in {session.Target}:"
                    + $" {TableActivities.Names(found.Select(i => i.Name))}."
                    + " Drop those named _ccnew or _ccold with DROP INDEX CONCURRENTLY, rebuild"
                    + " the others with REINDEX INDEX"
            );
    }
}
