namespace RunbookDsl.Testing;

/// <summary>
/// What a rehearsal must not do to a server that others use as well. Statements inside a function or a
/// <c>DO</c> block are not seen.
/// </summary>
internal sealed class GivenRules(string system, string prefix)
{
    private static readonly HashSet<string> OfTheServer =
    [
        "alter system",
        "create role",
        "alter role",
        "drop role",
        "create user",
        "alter user",
        "drop user",
        "create group",
        "alter group",
        "drop group",
        "create tablespace",
        "alter tablespace",
        "drop tablespace",
        "create subscription",
        "alter subscription",
        "drop subscription",
        "reassign",
    ];

    private static readonly HashSet<string> Functions =
    [
        "pg_promote",
        "pg_reload_conf",
        "pg_rotate_logfile",
        "pg_wal_replay_pause",
        "pg_wal_replay_resume",
        "pg_create_physical_replication_slot",
        "pg_create_logical_replication_slot",
        "pg_copy_physical_replication_slot",
        "pg_copy_logical_replication_slot",
        "pg_drop_replication_slot",
        "pg_replication_slot_advance",
        "pg_replication_origin_create",
        "pg_replication_origin_drop",
    ];

    private static readonly Dictionary<string, SqlShape> Nothing = [];

    /// <summary>Why this is not sent on; null when it is.</summary>
    public string? Refuse(string sql)
    {
        var tokens = SqlTokens.Of(sql);
        for (var at = 0; at < tokens.Count; )
        {
            var end = tokens.FindIndex(at, t => t.IsSymbol(';'));
            end = end < 0 ? tokens.Count : end;
            if (end > at && Refuse(tokens[at..end]) is { } why)
                return why;
            at = end + 1;
        }
        return null;
    }

    private string? Refuse(List<SqlToken> statement)
    {
        var shape = new SqlReading(statement, Nothing).Read();
        if (OfTheServer.Contains(shape.Operation))
            return NeedsOwn(shape.Operation.ToUpperInvariant());
        if (shape.Operation is "grant" or "revoke" && !statement.Exists(t => t.Is("on")))
            return NeedsOwn($"{shape.Operation.ToUpperInvariant()} of a role");
        var function = statement.FindIndex(t => t.Kind == SqlTokenKind.Word && Functions.Contains(t.Text));
        if (function >= 0)
            return NeedsOwn($"{statement[function].Text}()");
        var isOfDatabase = shape.Operation is "create database" or "alter database" or "drop database";
        var named = isOfDatabase ? [shape.Subject, .. NewNames(statement)] : Array.Empty<string>();
        return Array.Find(named, n => !n.StartsWith(prefix, StringComparison.Ordinal)) is { } foreign
            ? $"{system} is a server that others use: only databases whose names begin with {prefix} "
                + $"are this rehearsal's, not {foreign}. Take the name from the URL, or give the world a "
                + "server of its own (leave out .At and RUNBOOK_TEST_POSTGRES)."
            : null;
    }

    private string NeedsOwn(string what) =>
        $"{system} is a server that others use: {what} needs a server of its own "
        + "(leave out .At and RUNBOOK_TEST_POSTGRES).";

    private static IEnumerable<string> NewNames(List<SqlToken> statement)
    {
        for (var i = 0; i + 2 < statement.Count; i++)
            if (statement[i].Is("rename") && statement[i + 1].Is("to"))
                yield return statement[i + 2].Text.Trim('"');
    }
}
