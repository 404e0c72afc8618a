namespace RunbookDsl.Postgres;

/// <summary>Lets a database follow a publication: the rows first, then every change.</summary>
/// <param name="Database">The target.</param>
/// <param name="Source">Where the publication is.</param>
/// <param name="Publication">Its name; subscription and slot get the same.</param>
public sealed record SubscribeOperation(PgDatabase Database, PgDatabase Source, string Publication)
    : PgOperation<Unit>(Database)
{
    private const string SlotBefore = "slot";

    private const string Published = """
        select format('%I.%I', schemaname, tablename) from pg_publication_tables where pubname = $1 order by 1
        """;

    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(30);

    /// <summary>Whether the rows that are there already are copied first. Default yes.</summary>
    public bool CopiesRows { get; init; } = true;

    /// <summary>
    /// How long the undo of one without a copy waits until everything has arrived. Default 1 minute.
    /// </summary>
    public TimeSpan ArrivesWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override string Kind => "Pg.Subscribe";

    /// <inheritdoc/>
    public override string Description =>
        $"let {Database} follow publication {Publication} of {Source}"
        + (CopiesRows ? "" : ", from now on, without a copy");

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(Source.Secret).Distinct()];

    /// <inheritdoc/>
    public override string Verification =>
        "the slot at the source is in use, and every table is copied or at it";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => s_start;

    /// <inheritdoc/>
    public override string UndoDescription =>
        CopiesRows
            ? "drop subscription and slot, and empty its tables, which were empty before"
            : "wait until it has everything that the source holds, then drop subscription and slot";

    /// <inheritdoc/>
    public override string Warning =>
        "The slot keeps the source's log until the subscription is dropped: watch its disk. The target's"
        + " server"
        + " stores the source's password";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    private protected override string ProbeText =>
        "pg_subscription at the target, the slot at the source; a slot without subscription is dropped";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("source", Source.ToString()),
            new("source server", Source.Secret.ToString()),
            new("publication", Publication),
            .. CopiesRows
                ? Array.Empty<Fact>()
                :
                [
                    new Fact("copy", "none: both sides hold the same rows"),
                    new Fact("arrives within", Durations.Text(ArrivesWithin)),
                ],
        ];

    private Subscription Ours => new(Publication);

    /// <summary>
    /// A copy that takes over changes from now on and copies nothing: both sides hold the same rows, proved
    /// by <c>Pg.CompareRows</c> while nobody writes. The way back of an upgrade. Its undo waits until
    /// everything has arrived, and refuses to cut it off before.
    /// </summary>
    /// <param name="arrivesWithin">How long the undo waits; null is a minute.</param>
    public SubscribeOperation WithoutCopy(TimeSpan? arrivesWithin = null) =>
        this with
        {
            CopiesRows = false,
            ArrivesWithin = arrivesWithin ?? ArrivesWithin,
        };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        AtSource(
            context,
            SessionUse.Look,
            async source =>
                (Captured?)
                    Captured.Of(
                        SlotBefore,
                        await Ours.SlotAsync(source).ConfigureAwait(false) is null ? "absent" : "there"
                    ),
            cancellation
        );

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var found = await AtTarget(context, SessionUse.Look, Ours.FindAsync, cancellation)
            .ConfigureAwait(false);
        var slot = await AtSource(context, SessionUse.Look, Ours.SlotAsync, cancellation)
            .ConfigureAwait(false);
        return (found, slot) switch
        {
            ({ IsEnabled: true } there, not null) when there.Publications == Publication => Probe.Done(
                $"subscription {Publication} is there, and its slot"
            ),
            ({ } there, _) => Probe.Conflict(
                $"a subscription {Publication} is there that follows {there.Publications}"
                    + $"{(there.IsEnabled ? "" : ", disabled")}{(slot is null ? ", without its slot" : "")}"
            ),
            (null, null) => Probe.NotDone($"there is neither a subscription nor a slot {Publication}"),
            (null, false) when ServerClock.Value(context, SlotBefore) == "absent" => Probe.Partial(
                $"slot {Publication} was made, and no subscription"
            ),
            _ => Probe.Conflict($"the source has a slot {Publication} that is not ours"),
        };
    }

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation) =>
        AtSource(
            context,
            SessionUse.Change,
            async source =>
            {
                await Ours.DropSlotAsync(context, source).ConfigureAwait(false);
                return 0;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var source = await PgSession
            .OpenAsync(context, PgTarget.Resolve(context, Source), SessionUse.Change, "", cancellation)
            .ConfigureAwait(false);
        await using var closingSource = source.ConfigureAwait(false);
        return await AtTarget(
                context,
                SessionUse.Change,
                async target =>
                {
                    await RefuseAsync(source, target).ConfigureAwait(false);
                    await Ours.CreateAsync(source, target, Publication, CopiesRows).ConfigureAwait(false);
                    return Unit.Value;
                },
                cancellation
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    )
    {
        var isUsed = await AtSource(context, SessionUse.Look, Ours.SlotAsync, cancellation)
            .ConfigureAwait(false);
        var states = await AtTarget(
                context,
                SessionUse.Look,
                target => CaughtUpCheck.StatesAsync(target, Publication),
                cancellation
            )
            .ConfigureAwait(false);
        return isUsed is true && states.Count > 0
            ? Verdict.Pass($"slot {Publication} is in use, {states.Count} tables follow")
            : Verdict.Fail(
                $"slot {Publication} of the source is {(isUsed is null ? "not there" : "not in use")}:"
                    + " can the"
                    + " target's server reach the source? See its log"
            );
    }

    /// <inheritdoc/>
    public override async Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation)
    {
        if (!CopiesRows)
            await ArrivedAsync(context, cancellation).ConfigureAwait(false);
        await AtTarget(
                context,
                SessionUse.Change,
                async target =>
                {
                    await Ours.DropAsync(target).ConfigureAwait(false);
                    return 0;
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (ServerClock.Value(context, SlotBefore) != "absent")
            return;
        if (CopiesRows)
            await EmptyAsync(context, cancellation).ConfigureAwait(false);
        await RepairAsync(context, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        var found = await AtTarget(context, SessionUse.Look, Ours.FindAsync, cancellation)
            .ConfigureAwait(false);
        var slot = await AtSource(context, SessionUse.Look, Ours.SlotAsync, cancellation)
            .ConfigureAwait(false);
        if (found is not null)
            return Probe.NotDone("the subscription is still there");
        // The slot goes last: with it gone the tables have been emptied.
        return slot is null || ServerClock.Value(context, SlotBefore) != "absent"
            ? Probe.Done("subscription and slot are gone")
            : Probe.NotDone("the slot is still there");
    }

    // What has not arrived when it is cut off is lost to this side.
    private async Task ArrivedAsync(StepContext context, CancellationToken cancellation)
    {
        var found = await AtTarget(context, SessionUse.Look, Ours.FindAsync, cancellation)
            .ConfigureAwait(false);
        if (found is null)
            return;
        var verdict = await new CaughtUpCheck(Source, Database, Publication)
            .Within(ArrivesWithin)
            .RunAsync(context, cancellation)
            .ConfigureAwait(false);
        if (!verdict.Passed)
            throw new OperationFailedException(
                $"{verdict.Evidence}. The subscription is not dropped before it has everything: is the"
                    + " source fenced?"
            );
        context.Note(verdict.Evidence);
    }

    // They were empty when it began, or it would not have begun. Rows that the source lacks were written by
    // somebody else.
    private async Task EmptyAsync(StepContext context, CancellationToken cancellation)
    {
        var rows = await AtSource(context, SessionUse.Look, CountsAsync, cancellation).ConfigureAwait(false);
        await AtTarget(
                context,
                SessionUse.Change,
                async target =>
                {
                    List<string> filled = [];
                    foreach (var (table, most) in rows)
                    {
                        var count = await CountAsync(target, table).ConfigureAwait(false);
                        if (count > most)
                            throw new OperationFailedException(
                                $"{table} of {target.Target} has more rows than the source: somebody else"
                                    + " wrote"
                                    + " them. The subscription is dropped; look at the tables, then empty"
                                    + " them"
                                    + " by hand"
                            );
                        if (count > 0)
                            filled.Add(table);
                    }
                    return filled.Count == 0
                        ? 0
                        : await target
                            .ExecuteAsync($"truncate {string.Join(", ", filled)}")
                            .ConfigureAwait(false);
                },
                cancellation
            )
            .ConfigureAwait(false);
    }

    private async Task<List<(string Table, long Rows)>> CountsAsync(PgSession source)
    {
        List<(string, long)> counts = [];
        foreach (
            var table in await source
                .RowsAsync(Published, r => r.GetString(0), Publication)
                .ConfigureAwait(false)
        )
            counts.Add((table, await CountAsync(source, table).ConfigureAwait(false)));
        return counts;
    }

    private static async Task<long> CountAsync(PgSession session, string table) =>
        await session.ScalarAsync<long>($"select count(*) from {table}").ConfigureAwait(false);

    private async Task RefuseAsync(PgSession source, PgSession target)
    {
        var published = await source
            .RowsAsync(Published, r => r.GetString(0), Publication)
            .ConfigureAwait(false);
        if (published.Count == 0)
            throw new OperationFailedException(
                $"{source.Target} has no publication {Publication} with tables. Nothing was changed:"
                    + " Pg.Publish"
                    + " comes first"
            );
        List<string> missing = [];
        List<string> filled = [];
        foreach (var table in published)
            if (await target.ScalarAsync<bool>("select to_regclass($1) is null", table).ConfigureAwait(false))
                missing.Add(table);
            else if (
                CopiesRows
                && await target
                    .ScalarAsync<bool>($"select exists (select from {table})")
                    .ConfigureAwait(false)
            )
                filled.Add(table);
        if (missing.Count > 0)
            throw new OperationFailedException(
                $"{target.Target} lacks {missing.Count} published tables: {TableActivities.Names(missing)}."
                    + " Nothing was changed: copy the schema first (pg_dump --schema-only)"
            );
        if (filled.Count > 0)
            throw new OperationFailedException(
                $"{filled.Count} tables of {target.Target} have rows already and would get them twice:"
                    + $" {TableActivities.Names(filled)}. Nothing was changed"
            );
    }

    private Task<T> AtTarget<T>(
        StepContext context,
        SessionUse use,
        Func<PgSession, Task<T>> work,
        CancellationToken cancellation
    ) => PgSession.WithAsync(context, Database, use, work, cancellation);

    private Task<T> AtSource<T>(
        StepContext context,
        SessionUse use,
        Func<PgSession, Task<T>> work,
        CancellationToken cancellation
    ) => PgSession.WithAsync(context, Source, use, work, cancellation);
}
