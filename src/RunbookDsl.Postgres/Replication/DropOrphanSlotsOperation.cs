namespace RunbookDsl.Postgres;

/// <summary>
/// Drops replication slots that nobody uses any more: after a promotion, or a move that was given up, they
/// keep the log until the disk is full.
/// </summary>
/// <param name="Database">Any database of the server.</param>
/// <param name="Names">The slots; only these.</param>
public sealed record DropOrphanSlotsOperation(PgDatabase Database, IReadOnlyList<string> Names)
    : PgOperation<Unit>(Database)
{
    private const string Query = """
        select slot_name::text, coalesce(active_pid, 0), coalesce(restart_lsn::text, '')
        from pg_replication_slots where slot_name = any ($1::name[]) order by 1
        """;

    /// <inheritdoc/>
    public override string Kind => "Pg.DropOrphanSlots";

    /// <inheritdoc/>
    public override string Description =>
        $"drop the unused replication slots {string.Join(", ", Names)} of the server of {Database.Secret}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string? Target => $"server of {Database.Secret}";

    /// <inheritdoc/>
    public override string Verification => "no slot of these names is there";

    /// <inheritdoc/>
    public override string Warning =>
        "Cannot be taken back: a replica or subscriber that comes back for its slot has to be made anew";

    private protected override string ProbeText => "pg_replication_slots";

    private protected override IReadOnlyList<Fact> Arguments => [new("slots", string.Join(", ", Names))];

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                (Captured?)
                    new Captured([
                        .. (await ReadAsync(session).ConfigureAwait(false)).Select(s =>
                            KeyValuePair.Create(
                                s.Name,
                                (string?)session.Varying(ServerSide.PositionKind, s.Position)
                            )
                        ),
                    ]),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var slots = await ReadAsync(session).ConfigureAwait(false);
                return slots.Count == 0
                    ? Probe.Done("no slot of these names is there")
                    : Probe.NotDone($"there is {Shown(slots)}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Unit> RunAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                var slots = await ReadAsync(session).ConfigureAwait(false);
                var used = slots.Where(s => s.Pid != 0).ToList();
                if (used.Count > 0)
                    throw new OperationFailedException(
                        $"in use on {session.Target}:"
                            + $" {string.Join(", ", used.Select(s => $"{s.Name} by pid {s.Pid}"))}."
                            + " No slot was dropped: end its replica or subscription first, or leave it out"
                    );
                foreach (var slot in slots)
                    await session
                        .ScalarAsync<string>("select pg_drop_replication_slot($1)::text", slot.Name)
                        .ConfigureAwait(false);
                return Unit.Value;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var slots = await ReadAsync(session).ConfigureAwait(false);
                return slots.Count == 0
                    ? Verdict.Pass("no slot of these names is there")
                    : Verdict.Fail($"still there: {Shown(slots)}");
            },
            cancellation
        );

    private Task<List<(string Name, int Pid, string Position)>> ReadAsync(PgSession session) =>
        session.RowsAsync(
            Query,
            r => (r.GetString(0), r.GetInt32(1), r.GetString(2)),
            (object)Names.ToArray()
        );

    private static string Shown(List<(string Name, int Pid, string Position)> slots) =>
        TableActivities.Names(slots.Select(s => s.Name));
}
