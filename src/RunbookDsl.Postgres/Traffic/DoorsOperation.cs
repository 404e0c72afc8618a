namespace RunbookDsl.Postgres;

/// <summary>
/// Opens or closes what lets clients in. How each door stood is captured; the undo puts back those that it
/// moved. It goes through another database of the server, which stays open.
/// </summary>
/// <param name="Database">The database.</param>
public abstract record DoorsOperation(PgDatabase Database) : PgOperation<Unit>(Database)
{
    /// <summary>Roles whose login it is about; empty is the database itself, for everybody, us too.</summary>
    public IReadOnlyList<string> RoleNames { get; init; } = [];

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    private protected abstract bool Opens { get; }

    private protected override PgDatabase Through => RestoreJob.Maintenance(Database);

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("roles", RoleNames.Count == 0 ? "everybody" : string.Join(", ", RoleNames))];

    private string Before => Opens ? Doors.Closed : Doors.Open;

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        With(context, SessionUse.Look, session => DoorsOf(context).CaptureAsync(session), cancellation);

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                foreach (var door in context.Before?.Values ?? [])
                    if (door.Value == Before)
                        await DoorsOf(context).SetAsync(session, door.Key, !Opens).ConfigureAwait(false);
                return 0;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var doors = await DoorsOf(context).ReadAsync(session).ConfigureAwait(false);
                var left = doors
                    .Where(d => d.IsOpen == Opens && ServerClock.Value(context, d.Name) == Before)
                    .ToList();
                return left.Count == 0
                    ? Probe.Done($"everything that was {Before} is {Before} again")
                    : Probe.NotDone(
                        $"still {(Opens ? Doors.Open : Doors.Closed)}: "
                            + string.Join(", ", left.Select(d => d.Name))
                    );
            },
            cancellation
        );

    /// <summary>Moves every door that does not stand as it should.</summary>
    private protected async Task MoveAsync(StepContext context, PgSession session)
    {
        foreach (var door in await DoorsOf(context).ReadAsync(session).ConfigureAwait(false))
            if (door.IsOpen != Opens)
                await DoorsOf(context).SetAsync(session, door.Name, Opens).ConfigureAwait(false);
    }

    private protected Doors DoorsOf(StepContext context) => new(Name(context), RoleNames);

    private protected string Name(StepContext context) => PgTarget.Resolve(context, Database).Database;
}
