namespace RunbookDsl.Postgres;

/// <summary>An author's query that tells whether a change is there.</summary>
internal static class DoneQuery
{
    /// <summary>
    /// Whether the first value of the first row is true, a number other than 0, or any other value.
    /// </summary>
    public static async Task<bool> IsTrueAsync(PgSession session, string sql) =>
        await session.ScalarAsync<object>(sql).ConfigureAwait(false) switch
        {
            null => false,
            bool truth => truth,
            long number => number != 0,
            int number => number != 0,
            _ => true,
        };

    /// <summary>The probe of an operation that has, or lacks, such a query.</summary>
    public static Task<Probe> ProbeAsync(
        StepContext context,
        PgDatabase database,
        string? sql,
        object result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            database,
            SessionUse.Look,
            async session =>
            {
                if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
                    return running;
                if (sql is null)
                    return context.IsInDoubt
                        ? Probe.Unknown("no .DoneWhen query tells whether it was committed")
                        : Probe.NotDone("not begun");
                return await IsTrueAsync(session, sql).ConfigureAwait(false)
                    ? Probe.Done($"{PgFailure.Short(sql)} is true", result)
                    : Probe.NotDone($"{PgFailure.Short(sql)} is not true");
            },
            cancellation
        );

    /// <summary>The verification of such an operation.</summary>
    public static Task<Verdict> VerifyAsync(
        StepContext context,
        PgDatabase database,
        string? sql,
        CancellationToken cancellation
    ) =>
        sql is null
            ? Task.FromResult(Verdict.Pass("no .DoneWhen query to look with"))
            : PgSession.WithAsync(
                context,
                database,
                SessionUse.Look,
                async session =>
                    await IsTrueAsync(session, sql).ConfigureAwait(false)
                        ? Verdict.Pass($"{PgFailure.Short(sql)} is true")
                        : Verdict.Fail($"expected {PgFailure.Short(sql)} on {session.Target} to be true"),
                cancellation
            );
}
