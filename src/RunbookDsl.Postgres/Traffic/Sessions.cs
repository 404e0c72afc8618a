namespace RunbookDsl.Postgres;

/// <summary>Client sessions of a database that are not the runbook's own.</summary>
internal static class Sessions
{
    private const string Foreign = """
        from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid() and datname = $1
          and application_name not like $2 and not application_name = any ($3)
          and (cardinality($4::text[]) = 0 or usename = any ($4))
        """;

    private const string Each = """
        select format('pid %s (%s, %s, %s)', pid, usename, coalesce(nullif(application_name, ''), 'no name'),
          state)
        """;

    public static Task<List<string>> ListAsync(
        PgSession session,
        string database,
        IReadOnlyList<string> ignored,
        IReadOnlyList<string> roles
    ) =>
        session.RowsAsync(
            $"{Each} {Foreign} order by pid",
            r => r.GetString(0),
            database,
            SessionName.Ours,
            ignored.ToArray(),
            roles.ToArray()
        );

    /// <summary>Ends them; gives how many.</summary>
    public static Task<long> EndAsync(
        PgSession session,
        string database,
        IReadOnlyList<string> ignored,
        IReadOnlyList<string> roles
    ) =>
        session.ScalarAsync<long>(
            $"select count(pg_terminate_backend(pid)) {Foreign}",
            database,
            SessionName.Ours,
            ignored.ToArray(),
            roles.ToArray()
        );

    /// <summary>How many of them are not idle.</summary>
    public static Task<long> BusyAsync(
        PgSession session,
        string database,
        IReadOnlyList<string> ignored,
        IReadOnlyList<string> roles
    ) =>
        session.ScalarAsync<long>(
            $"select count(*) {Foreign} and state <> 'idle'",
            database,
            SessionName.Ours,
            ignored.ToArray(),
            roles.ToArray()
        );
}
