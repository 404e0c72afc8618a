namespace RunbookDsl.Postgres;

/// <summary>
/// The row in <c>rb.effect_marker</c> of the database that is changed: written in the change's own
/// transaction, so that the change is there exactly when the row says so. Also the fence against an older
/// attempt: whoever raises the row's attempt in a committed statement has shut out all earlier ones for good,
/// whatever of them is still on its way.
/// </summary>
internal static class EffectMarker
{
    private const string LockTimeout = "-c lock_timeout=2000";
    private const int Tries = 3;

    private const string Make = """
        do $$ begin
          perform pg_advisory_xact_lock(7236412);
          create schema if not exists rb;
          create table if not exists rb.effect_marker (run_id text not null, step text not null,
            key text not null, epoch bigint not null, attempt bigint not null,
            is_done boolean not null default false, result text,
            at timestamptz not null default clock_timestamp(), primary key (run_id, step, key));
        end $$
        """;

    private const string Claim = """
        insert into rb.effect_marker as m (run_id, step, key, epoch, attempt) values ($1, $2, $3, $4, $5)
        on conflict (run_id, step, key) do update set epoch = excluded.epoch, attempt = excluded.attempt
        where not m.is_done and m.attempt <= excluded.attempt
        """;

    // The row was written by this very transaction: a COMMIT inside the author's SQL would show here.
    private const string Settle = """
        update rb.effect_marker set is_done = true, result = $4
        where run_id = $1 and step = $2 and key = $3 and xmin = pg_current_xact_id()::xid
        """;

    private const string Shut = """
        insert into rb.effect_marker as m (run_id, step, key, epoch, attempt) values ($1, $2, $3, $4, $5)
        on conflict (run_id, step, key) do update set epoch = greatest(m.epoch, excluded.epoch),
          attempt = greatest(m.attempt, excluded.attempt)
        returning case when is_done then coalesce(result, '') end
        """;

    // Nothing runs in such a session and its client is gone: what it holds is rolled back.
    private const string EndIdle = """
        select count(pg_terminate_backend(pid)) /* runbook: own */ from pg_stat_activity
        where application_name = $1 and pid <> pg_backend_pid() and state like 'idle in transaction%'
        """;

    /// <summary>
    /// Makes a change and the mark of it in one transaction. <paramref name="change"/> gives the result and
    /// its text for the mark.
    /// </summary>
    public static async Task<T> ChangeAsync<T>(
        StepContext context,
        PgSession session,
        Func<Task<(T Result, string Text)>> change
    )
    {
        await MakeAsync(session).ConfigureAwait(false);
        await session.ExecuteAsync("begin").ConfigureAwait(false);
        var claimed = await session
            .ExecuteAsync(Claim, [.. Names(context), context.Fence, (long)context.Attempt])
            .ConfigureAwait(false);
        if (claimed == 0)
            throw new OutcomeUnknownException(
                $"attempt {context.Attempt} of '{context.StepId}' was shut out: another process of the run has "
                    + $"settled it in rb.effect_marker of {session.Target}. Nothing was changed"
            );
        var (result, text) = await change().ConfigureAwait(false);
        var settled = await session.ExecuteAsync(Settle, [.. Names(context), text]).ConfigureAwait(false);
        if (settled == 0)
            throw new OutcomeUnknownException(
                $"the SQL of '{context.StepId}' ended its transaction itself, so nobody can tell what of it was "
                    + "committed: take COMMIT and ROLLBACK out of it, or leave out .Transactional()"
            );
        await session.ExecuteAsync("commit").ConfigureAwait(false);
        return result;
    }

    /// <summary>
    /// Whether an interrupted change was committed: settled for good, without a person, once nothing of it is
    /// at work.
    /// </summary>
    /// <param name="context">The step in doubt.</param>
    /// <param name="database">Where it changed something.</param>
    /// <param name="result">The result from the mark's text.</param>
    /// <param name="cancellation">Ends the look.</param>
    public static async Task<Probe> ProbeAsync(
        StepContext context,
        PgDatabase database,
        Func<string, object?> result,
        CancellationToken cancellation
    )
    {
        if (!context.IsInDoubt)
            return Probe.NotDone("not begun");
        for (var tried = 1; ; tried++)
            try
            {
                return await PgSession
                    .WithAsync(
                        PgSession.OpenAsync(
                            context,
                            PgTarget.Resolve(context, database),
                            SessionUse.Change,
                            LockTimeout,
                            cancellation
                        ),
                        session => ShutAsync(context, session, result)
                    )
                    .ConfigureAwait(false);
            }
            // Raising the fence twice is raising it once.
            catch (OutcomeUnknownException) when (tried < Tries && !cancellation.IsCancellationRequested) { }
    }

    private static async Task<Probe> ShutAsync(
        StepContext context,
        PgSession session,
        Func<string, object?> result
    )
    {
        await MakeAsync(session).ConfigureAwait(false);
        await session.ScalarAsync<long>(EndIdle, SessionName.Of(context)).ConfigureAwait(false);
        if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
            return running;
        try
        {
            var text = await session
                .ScalarAsync<string>(Shut, [.. Names(context), context.Fence, context.Attempt + 1L])
                .ConfigureAwait(false);
            return text is null
                ? Probe.NotDone($"not committed on {session.Target}, and cannot be any more")
                : Probe.Done(
                    $"committed on {session.Target}, says its row in rb.effect_marker",
                    result(text)
                );
        }
        catch (OperationFailedException e)
            when (e.InnerException is Npgsql.PostgresException { SqlState: "55P03" })
        {
            return Probe.InFlight($"a transaction of the interrupted attempt is open on {session.Target}");
        }
    }

    private static async Task MakeAsync(PgSession session)
    {
        var isThere = await session
            .ScalarAsync<bool>("select to_regclass('rb.effect_marker') is not null")
            .ConfigureAwait(false);
        if (!isThere)
            await session.ExecuteAsync(Make).ConfigureAwait(false);
    }

    // By the run the key names: a run salvaged from a damaged one keeps its keys, and so finds its marks.
    private static object?[] Names(StepContext context) =>
        [context.IdempotencyKey.Split('/')[0], context.StepId, context.IdempotencyKey];
}
