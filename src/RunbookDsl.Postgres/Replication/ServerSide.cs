namespace RunbookDsl.Postgres;

/// <summary>What a server says about itself and its place in a replication.</summary>
/// <param name="System">Its system identifier: the same on a primary and its physical replicas.</param>
/// <param name="IsStandby">Whether it is in recovery.</param>
/// <param name="Timeline">Of what it writes; of what it replays when it is a standby.</param>
/// <param name="Position">Where its log ends, commits included that were not waited for; what it has
/// replayed when it is a standby.</param>
/// <param name="Receiver">State of the connection to its primary; <c>none</c> without one.</param>
internal sealed record ServerSide(
    string System,
    bool IsStandby,
    int Timeline,
    string Position,
    string Receiver
)
{
    /// <summary>What a place in the log is called.</summary>
    public const string PositionKind = "log position";

    // The control file shows the old timeline right after a promotion; the name of the log file does not.
    private const string Query = """
        select (select system_identifier::text from pg_control_system()), pg_is_in_recovery(),
          case when pg_is_in_recovery()
            then coalesce((select received_tli from pg_stat_wal_receiver),
              (select timeline_id from pg_control_checkpoint()))
            else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end,
          coalesce(case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
            else pg_current_wal_flush_lsn() end, '0/0')::text,
          coalesce((select status from pg_stat_wal_receiver), 'none')
        """;

    // Without synchronous_commit a transaction that has been confirmed to its client is not written yet. A
    // small one of our own that is waited for takes everything before it along; it changes nothing.
    private const string Flush = """
        select /* runbook: own */ case when not pg_is_in_recovery() then
          case when pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn() then
            length(set_config('synchronous_commit', 'local', true))
              + length(pg_logical_emit_message(true, 'runbook', '')::text) end end
        """;

    public static async Task<ServerSide> ReadAsync(PgSession session)
    {
        await session.ScalarAsync<int?>(Flush).ConfigureAwait(false);
        var rows = await session
            .RowsAsync(
                Query,
                r => new ServerSide(
                    r.GetString(0),
                    r.GetBoolean(1),
                    r.GetInt32(2),
                    r.GetString(3),
                    r.GetString(4)
                )
            )
            .ConfigureAwait(false);
        session.Varying(PositionKind, rows[0].Position);
        return rows[0];
    }

    /// <summary>How many bytes of log <paramref name="replica"/> lacks of
    /// <paramref name="primary"/>.</summary>
    public static long Lag(ServerSide primary, ServerSide replica) =>
        Math.Max(0, Bytes(primary.Position) - Bytes(replica.Position));

    /// <summary>A position such as <c>16/B374D848</c> as a number.</summary>
    public static long Bytes(string position)
    {
        var slash = position.IndexOf('/', StringComparison.Ordinal);
        return (Convert.ToInt64(position[..slash], 16) << 32) | Convert.ToInt64(position[(slash + 1)..], 16);
    }

    /// <summary>Why <paramref name="replica"/> does not follow <paramref name="primary"/>; null when it
    /// does.</summary>
    public static string? NotFollowing(PgSession replicaSession, ServerSide primary, ServerSide replica) =>
        primary.IsStandby ? "the primary is a standby itself"
        : !replica.IsStandby ? $"{replicaSession.Target} is no standby: it accepts writes"
        : primary.System != replica.System
            ? $"{replicaSession.Target} is a replica of another server (system identifier {replica.System},"
                + $" the primary's is {primary.System})"
        : replica.Receiver != "streaming"
            ? $"{replicaSession.Target} receives nothing from its primary (state {replica.Receiver})"
        : null;
}
