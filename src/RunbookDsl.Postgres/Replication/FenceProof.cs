namespace RunbookDsl.Postgres;

/// <summary>
/// Whether nobody can write to a server any more. A server that does not answer is not fenced: it may answer
/// others.
/// </summary>
/// <param name="Holds">Whether it is proved.</param>
/// <param name="Evidence">By what, or what is against it.</param>
/// <param name="Side">The server as it is now; null when it was not asked.</param>
internal sealed record FenceProof(bool Holds, string Evidence, ServerSide? Side = null)
{
    // Ways in: a database that takes connections and a role that may log in there; $1 leaves out our own
    // role. The database that the runbook itself needs stays open; who is connected there counts all the
    // same.
    private const string Ways = """
        select format('%s into %s', string_agg(r.rolname, ', ' order by r.rolname), d.datname)
        from pg_database d join pg_roles r on r.rolcanlogin and not ($1 and r.rolname = session_user)
          and has_database_privilege(r.oid, d.oid, 'connect')
        where d.datallowconn and not d.datistemplate and d.datname <> current_database()
        group by d.datname order by d.datname
        """;

    private const string Clients = """
        select format('pid %s (%s, %s, %s)', pid, usename, nullif(application_name, ''), datname)
        from pg_stat_activity
        where backend_type in ('client backend', 'background worker') and datname is not null
          and application_name not like 'rb:%' and pid <> pg_backend_pid() order by pid
        """;

    /// <summary>Looks at the server through the database that runbooks maintain it from.</summary>
    public static async Task<FenceProof> OfAsync(
        StepContext context,
        PgDatabase database,
        bool isLoginOurs,
        CancellationToken cancellation
    )
    {
        try
        {
            return await PgSession
                .WithAsync(
                    context,
                    RestoreJob.Maintenance(database),
                    SessionUse.Look,
                    session => LookAsync(session, isLoginOurs),
                    cancellation
                )
                .ConfigureAwait(false);
        }
        catch (OperationFailedException e)
        {
            return new(
                false,
                "the old primary cannot be asked, which proves nothing: it may still answer others."
                    + $" {e.Message}"
            );
        }
    }

    private static async Task<FenceProof> LookAsync(PgSession session, bool isLoginOurs)
    {
        var ways = await session.RowsAsync(Ways, r => r.GetString(0), isLoginOurs).ConfigureAwait(false);
        var clients = await session.RowsAsync(Clients, r => r.GetString(0)).ConfigureAwait(false);
        // Last: what somebody wrote who has just gone is before it.
        var side = await ServerSide.ReadAsync(session).ConfigureAwait(false);
        List<string> against = [];
        if (ways.Count > 0)
            against.Add($"may still log in: {TableActivities.Names(ways)}");
        if (clients.Count > 0)
            against.Add($"connected: {TableActivities.Names(clients)}");
        return against.Count > 0
            ? new(false, $"{session.Target} is not fenced: {string.Join("; ", against)}", side)
            : new(true, $"{session.Target}: nobody else can log in, and nobody else is connected", side);
    }
}
