namespace RunbookDsl.Postgres;

/// <summary>What lets clients in: the database that takes connections, or the roles that may log
/// in.</summary>
/// <param name="Database">The database.</param>
/// <param name="Roles">Roles; empty is the database itself.</param>
internal sealed record Doors(string Database, IReadOnlyList<string> Roles)
{
    public const string Open = "open";
    public const string Closed = "closed";

    private const string Login = "login of ";
    private const string Connections = "connections";

    /// <summary>Each with a name for the journal, and whether it is open.</summary>
    /// <exception cref="OperationFailedException">A role is not there.</exception>
    public async Task<List<(string Name, bool IsOpen)>> ReadAsync(PgSession session)
    {
        if (Roles.Count == 0)
            return await session
                .RowsAsync(
                    "select datallowconn from pg_database where datname = $1",
                    r => (Connections, r.GetBoolean(0)),
                    Database
                )
                .ConfigureAwait(false);
        var found = await session
            .RowsAsync(
                "select rolname::text, rolcanlogin from pg_roles where rolname = any ($1)",
                r => (Name: r.GetString(0), IsOpen: r.GetBoolean(1)),
                (object)Roles.ToArray()
            )
            .ConfigureAwait(false);
        var missing = Roles.Except(found.Select(f => f.Name)).ToList();
        return missing.Count == 0
            ? [.. found.Select(f => (Login + f.Name, f.IsOpen))]
            : throw new OperationFailedException(
                $"no role {string.Join(", ", missing)} on the server of {session.Target}; nothing was changed"
            );
    }

    /// <summary>The same as values to be captured.</summary>
    public async Task<Captured?> CaptureAsync(PgSession session) =>
        new([
            .. (await ReadAsync(session).ConfigureAwait(false)).Select(d =>
                KeyValuePair.Create(d.Name, (string?)(d.IsOpen ? Open : Closed))
            ),
        ]);

    public Task SetAsync(PgSession session, string door, bool isOpen) =>
        session.ExecuteAsync(
            door.StartsWith(Login, StringComparison.Ordinal)
                ? $"alter role {Sql.Name(door[Login.Length..])} {(isOpen ? "login" : "nologin")}"
                : $"alter database {Sql.Name(Database)} allow_connections {(isOpen ? "true" : "false")}"
        );
}
