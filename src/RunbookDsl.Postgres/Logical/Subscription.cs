using System.Globalization;
using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>A subscription of one database, and the slot of the same name at its source.</summary>
/// <param name="Name">Of both.</param>
internal sealed record Subscription(string Name)
{
    private const string Seen = """
        select array_to_string(subpublications, ', '), subenabled from pg_subscription
        where subname = $1 and subdbid = (select oid from pg_database where datname = current_database())
        """;

    /// <summary>What it follows and whether it is at work; null when there is none.</summary>
    public async Task<(string Publications, bool IsEnabled)?> FindAsync(PgSession target)
    {
        var rows = await target
            .RowsAsync(Seen, r => (r.GetString(0), r.GetBoolean(1)), Name)
            .ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Whether the slot is used; null when there is none.</summary>
    public async Task<bool?> SlotAsync(PgSession source)
    {
        var rows = await source
            .RowsAsync(
                "select active from pg_replication_slots where slot_name = $1",
                r => r.GetBoolean(0),
                Name
            )
            .ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Makes the slot first, by itself: the command would make it, too, but not say whether it did when it
    /// is cut off, and it waits for ever when both databases are of one server.
    /// </summary>
    public async Task CreateAsync(PgSession source, PgSession target, string publication, bool copies)
    {
        await source
            .ScalarAsync<string>(
                "select slot_name::text from pg_create_logical_replication_slot($1, 'pgoutput')",
                Name
            )
            .ConfigureAwait(false);
        // The statement holds a password: a server that logs what fails is asked not to.
        await target
            .ExecuteAsync(
                "do $$ begin perform set_config('log_min_error_statement', 'panic', false),"
                    + " set_config('log_statement', 'none', false),"
                    + " set_config('log_min_duration_statement', '-1', false);"
                    + " exception when others then null; end $$"
            )
            .ConfigureAwait(false);
        await target
            .SendAsync(
                $"create subscription {Sql.Name(Name)}",
                [],
                (command, stop) =>
                {
                    command.CommandText =
                        $"create subscription {Sql.Name(Name)} connection {Sql.Text(Address(source.Target))}"
                        + $" publication {Sql.Name(publication)} with (create_slot = false, slot_name ="
                        + $" {Sql.Text(Name)}, copy_data = {(copies ? "true" : "false")})";
                    return command.ExecuteNonQueryAsync(stop);
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>Drops what there is of it at the target.</summary>
    public async Task DropAsync(PgSession target)
    {
        if (await FindAsync(target).ConfigureAwait(false) is null)
            return;
        await target.ExecuteAsync($"alter subscription {Sql.Name(Name)} disable").ConfigureAwait(false);
        // So that dropping does not need the source, and leaves its slot to us.
        await target
            .ExecuteAsync($"alter subscription {Sql.Name(Name)} set (slot_name = none)")
            .ConfigureAwait(false);
        await target.ExecuteAsync($"drop subscription {Sql.Name(Name)}").ConfigureAwait(false);
    }

    /// <summary>Drops the slot at the source, once nobody uses it.</summary>
    public async Task DropSlotAsync(StepContext context, PgSession source)
    {
        var isFree = await Poll.UntilAsync(
                context,
                TimeSpan.FromSeconds(30),
                async () => await SlotAsync(source).ConfigureAwait(false) is not true,
                source.Cancellation
            )
            .ConfigureAwait(false);
        if (!isFree)
            throw new OperationFailedException(
                $"slot {Name} of {source.Target} is still in use after 30s and was not dropped: somebody else"
                    + " follows it. It keeps the log until it is gone: see pg_replication_slots"
            );
        await source
            .ScalarAsync<long>(
                "select count(pg_drop_replication_slot(slot_name)) from pg_replication_slots where"
                    + " slot_name = $1",
                Name
            )
            .ConfigureAwait(false);
    }

    // For libpq, as the target's server reads it.
    private static string Address(PgTarget source)
    {
        var settings = source.Settings();
        var words = new Dictionary<string, string>
        {
            ["host"] = source.Host,
            ["port"] = source.Port.ToString(CultureInfo.InvariantCulture),
            ["dbname"] = source.Database,
            ["user"] = source.User,
        };
        if (settings.Password is { Length: > 0 } password)
            words["password"] = password;
        if (settings.SslMode != SslMode.Prefer)
            words["sslmode"] = settings.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => mode.ToString().ToLowerInvariant(),
            };
        return string.Join(' ', words.Select(w => $"{w.Key}='{Escape(w.Value)}'"));
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
