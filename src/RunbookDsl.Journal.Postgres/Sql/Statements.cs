namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// The statements that change a run. Each is one transaction of its own, and each names the epoch it was made
/// for: after a take-over it changes nothing.
/// </summary>
internal static class Statements
{
    // The level holds for this transaction alone, so that no pooler can lose it; remote_apply is kept.
    private const string Durable = """
        durable as (select set_config('synchronous_commit', case current_setting('synchronous_commit')
          when 'remote_apply' then 'remote_apply' else 'on' end, true) as level)
        """;

    /// <summary>The same for the transaction at work.</summary>
    internal const string RaiseDurability = """
        select set_config('synchronous_commit', case current_setting('synchronous_commit')
          when 'remote_apply' then 'remote_apply' else 'on' end, true)
        """;

    private const string Insert = """
        insert into rb.journal (run_id, seq, epoch, segment, t, step, attempt, rec, body, h)
        select $1, l.seq, r.epoch, $2, l.t, l.step, l.attempt, l.rec, l.body::jsonb, l.h
        from r, unnest($3::bigint[], $4::text[], $5::text[], $6::int[], $7::bytea[], $8::text[], $9::bytea[])
          as l(seq, t, step, attempt, rec, body, h)
        """;

    internal const string Append =
        "with "
        + Durable
        + """
            , r as (
              update rb.run set head_seq = $10, head_h = $11, status = coalesce($12, status),
                plan_hash = coalesce($13, plan_hash),
                lease_until = clock_timestamp() + $14 * interval '1 millisecond',
                closed_at = case when $12 = 'closed' then clock_timestamp() end
              from durable
              where run_id = $1 and epoch = $15 and head_seq = $16 and head_h = $17 and level is not null
              returning epoch)
            """
        + Insert;

    internal const string Create =
        "with "
        + Durable
        + """
            , r as (
              insert into rb.run (run_id, runbook, status, epoch, owner, claim, lease_until, head_seq, head_h)
              select $1, $12, 'running', 1, $13::jsonb, $14,
                clock_timestamp() + $15 * interval '1 millisecond', $10, $11
              from durable where level is not null
              on conflict (run_id) do nothing
              returning epoch)
            """
        + Insert;

    internal const string Claim =
        "with "
        + Durable
        + """
            , r as (
              update rb.run set head_seq = $10, head_h = $11, status = 'running', epoch = epoch + 1,
                owner = $12::jsonb, claim = $13, offer = null,
                lease_until = clock_timestamp() + $14 * interval '1 millisecond'
              from durable
              where run_id = $1 and epoch = $15 and head_seq = $16 and head_h = $17 and level is not null
                and ($18 or claim is not distinct from $19
                  or coalesce(lease_until, '-infinity') < clock_timestamp())
                and ($18 or offer is null or offer->>'to' = $20)
              returning epoch)
            """
        + Insert;

    /// <summary>
    /// Puts lines of an earlier owner in that reached its local copy only; ends its epoch.
    /// </summary>
    internal const string Reconcile =
        "with "
        + Durable
        + """
            , r as (
              update rb.run set head_seq = $10, head_h = $11, status = coalesce($12, status),
                epoch = epoch + 1, plan_hash = coalesce($13, plan_hash),
                closed_at = case when $12 = 'closed' then clock_timestamp() end
              from durable
              where run_id = $1 and epoch = $14 and head_seq = $15 and head_h = $16 and level is not null
              returning epoch - 1 as epoch)
            """
        + Insert;

    /// <summary>Ends an epoch and tells where it ended, in one committed transaction.</summary>
    internal const string Fence =
        "with "
        + Durable
        + """
             update rb.run set epoch = epoch + 1 from durable
            where run_id = $1 and epoch = $2 and level is not null
            returning epoch, head_seq, head_h
            """;

    /// <summary>
    /// The same for a run whose beginning is unknown: takes its name, so that a late beginning finds it
    /// taken.
    /// </summary>
    internal const string FenceCreate =
        "with "
        + Durable
        + """
             insert into rb.run (run_id, runbook, status, epoch, head_h)
            select $1, '', 'void', 1, '' from durable where level is not null
            on conflict (run_id) do update set epoch = rb.run.epoch + 1, lease_until = null
            returning epoch, head_seq, head_h
            """;

    internal const string Renew = """
        update rb.run set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
        where run_id = $1 and epoch = $2 and claim = $4
        returning offer::text
        """;

    /// <summary>Changes no line, so it names no epoch; twice is once.</summary>
    internal const string Offer = """
        update rb.run set offer = $2::jsonb
        where run_id = $1 and status <> 'closed' and coalesce(owner->>'operator', $3) = $3
        """;

    internal const string LetGo = """
        update rb.run set lease_until = null, claim = null where run_id = $1 and epoch = $2 and claim = $3
        """;
}
