namespace RunbookDsl.Postgres;

/// <summary>Publishes tables for logical replication.</summary>
/// <param name="Database">The database.</param>
/// <param name="Name">The publication's name.</param>
public sealed record PublishOperation(PgDatabase Database, string Name) : PgOperation<Unit>(Database)
{
    private const string Before = "publication";

    // Without it every UPDATE and DELETE of the table fails as soon as it is published.
    private const string WithoutIdentity = """
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and c.relpersistence = 'p'
          and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and ($1 or format('%I.%I', n.nspname, c.relname) = any ($2))
          and (c.relreplident = 'n' or (c.relreplident = 'd' and not exists
            (select from pg_index i where i.indrelid = c.oid and i.indisprimary)))
        order by 1
        """;

    private const string Found = """
        select case when puballtables then 'all tables' else coalesce((select string_agg(
          format('%I.%I', t.schemaname, t.tablename), ', ' order by 1)
          from pg_publication_tables t where t.pubname = p.pubname), 'no table') end
        from pg_publication p where pubname = $1
        """;

    /// <summary>The tables; empty publishes all, those to come too.</summary>
    public IReadOnlyList<string> TableNames { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.Publish";

    /// <inheritdoc/>
    public override string Description => $"publish {Scope} of {Database} as {Name}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "the catalogue has the publication with these tables";

    /// <inheritdoc/>
    public override string UndoDescription => "drop the publication, if it was not there before";

    /// <inheritdoc/>
    public override string Warning =>
        "Sequences, large objects and changes of the schema are not published: freeze the schema from now on";

    private protected override string ProbeText => "pg_publication and its tables";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("publication", Name), new("tables", Scope)];

    private string Scope =>
        TableNames.Count == 0
            ? "all tables"
            : string.Join(", ", TableNames.Select(TableName.Catalogue).Order(StringComparer.Ordinal));

    /// <summary>A copy that publishes these tables only.</summary>
    public PublishOperation Tables(params string[] tables) =>
        this with
        {
            TableNames = [.. TableNames, .. tables],
        };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                (Captured?)
                    Captured.Of(
                        Before,
                        await FoundAsync(session).ConfigureAwait(false) is null ? "absent" : "there"
                    ),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                await FoundAsync(session).ConfigureAwait(false) switch
                {
                    null => Probe.NotDone($"there is no publication {Name}"),
                    var found when found == Scope => Probe.Done($"publication {Name} has {found}"),
                    var found => Probe.Conflict($"publication {Name} has {found}, not {Scope}"),
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
                await RefuseAsync(session).ConfigureAwait(false);
                var tables =
                    TableNames.Count == 0
                        ? "all tables"
                        : "table " + string.Join(", ", TableNames.Select(TableName.Quoted));
                await session
                    .ExecuteAsync($"create publication {Sql.Name(Name)} for {tables}")
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
                var found = await FoundAsync(session).ConfigureAwait(false);
                var text = found is null
                    ? $"there is no publication {Name}"
                    : $"publication {Name} has {found}";
                return found == Scope ? Verdict.Pass(text) : Verdict.Fail(text);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        ServerClock.Value(context, Before) != "absent"
            ? Task.CompletedTask
            : With(
                context,
                SessionUse.Change,
                session => session.ExecuteAsync($"drop publication if exists {Sql.Name(Name)}"),
                cancellation
            );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
                ServerClock.Value(context, Before) == "absent"
                && await FoundAsync(session).ConfigureAwait(false) is { } found
                    ? Probe.NotDone($"publication {Name} has {found}")
                    : Probe.Done($"publication {Name} is as it was before"),
            cancellation
        );

    private Task<string?> FoundAsync(PgSession session) => session.ScalarAsync<string>(Found, Name);

    private async Task RefuseAsync(PgSession session)
    {
        var level = await session
            .ScalarAsync<string>("select current_setting('wal_level')")
            .ConfigureAwait(false);
        if (level != "logical")
            throw new OperationFailedException(
                $"{session.Target} has wal_level {level}: logical replication needs wal_level = logical and a"
                    + " restart of the server. Nothing was changed"
            );
        var without = await session
            .RowsAsync(
                WithoutIdentity,
                r => r.GetString(0),
                TableNames.Count == 0,
                TableNames.Select(TableName.Catalogue).ToArray()
            )
            .ConfigureAwait(false);
        if (without.Count > 0)
            throw new OperationFailedException(
                $"{without.Count} tables have no primary key and no replica identity, and every UPDATE and"
                    + $" DELETE of them would fail once they are published: {TableActivities.Names(without)}."
                    + " Nothing was changed: give them a primary key, or ALTER TABLE … REPLICA IDENTITY FULL"
            );
    }
}
