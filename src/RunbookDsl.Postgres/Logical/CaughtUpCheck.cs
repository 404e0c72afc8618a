namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that a subscription has copied every table and has everything that was written to the source when
/// this is asked. Before the source is fenced that says little: it is written to again at once.
/// </summary>
/// <param name="Database">The source.</param>
/// <param name="Follower">The database with the subscription.</param>
/// <param name="Name">The subscription, and its slot.</param>
public sealed record CaughtUpCheck(PgDatabase Database, PgDatabase Follower, string Name) : PgCheck(Database)
{
    private const string States = """
        select format('%I.%I', n.nspname, c.relname), r.srsubstate::text
        from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
        join pg_class c on c.oid = r.srrelid join pg_namespace n on n.oid = c.relnamespace
        where s.subname = $1 and s.subdbid = (select oid from pg_database where datname = current_database())
        order by 1
        """;

    /// <summary>How long to wait for it. Default: one look.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.Zero;

    /// <inheritdoc/>
    public override string Kind => "Pg.LogicalCaughtUp";

    /// <inheritdoc/>
    public override string Description =>
        $"subscription {Name} of {Follower} has everything that {Database} holds";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(Follower.Secret).Distinct()];

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("follower", Follower.ToString()),
            new("follower server", Follower.Secret.ToString()),
            new("subscription", Name),
            new("within", Durations.Text(Limit)),
        ];

    /// <summary>A copy that looks again for so long. An idle source tells its follower every ten seconds
    /// only.</summary>
    public CaughtUpCheck Within(TimeSpan limit) => this with { Limit = limit };

    internal static Task<List<(string Table, string State)>> StatesAsync(PgSession target, string name) =>
        target.RowsAsync(States, r => (r.GetString(0), r.GetString(1)), name);

    private protected override Task<Verdict> LookAsync(StepContext context, PgSession session) =>
        PgSession.WithAsync(
            context,
            Follower,
            SessionUse.Look,
            async follower =>
            {
                var wanted = (await ServerSide.ReadAsync(session).ConfigureAwait(false)).Position;
                var verdict = Verdict.Fail("not looked at");
                await Poll.UntilAsync(
                        context,
                        Limit,
                        async () =>
                            (
                                verdict = await OnceAsync(session, follower, wanted).ConfigureAwait(false)
                            ).Passed,
                        session.Cancellation
                    )
                    .ConfigureAwait(false);
                return verdict;
            },
            session.Cancellation
        );

    private async Task<Verdict> OnceAsync(PgSession source, PgSession follower, string wanted)
    {
        var states = await StatesAsync(follower, Name).ConfigureAwait(false);
        if (states.Count == 0)
            return Verdict.Fail($"{follower.Target} has no subscription {Name} that follows a table");
        var open = states.Where(s => s.State != "r").Select(s => s.Table).ToList();
        if (open.Count > 0)
            return Verdict.Fail(
                $"{open.Count} of {states.Count} tables are not copied yet: {TableActivities.Names(open)}"
            );
        var confirmed = await source
            .ScalarAsync<string>(
                "select confirmed_flush_lsn::text from pg_replication_slots where slot_name = $1",
                Name
            )
            .ConfigureAwait(false);
        if (confirmed is null)
            return Verdict.Fail($"{source.Target} has no slot {Name}");
        source.Varying(ServerSide.PositionKind, confirmed);
        var text = $"{source.Target} was at {wanted}, and {follower.Target} has confirmed {confirmed}";
        return ServerSide.Bytes(confirmed) >= ServerSide.Bytes(wanted)
            ? Verdict.Pass($"{text}; {states.Count} tables")
            : Verdict.Fail(text);
    }
}
