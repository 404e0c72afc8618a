using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Reads tables and their indexes into the server's memory, by the extension <c>pg_prewarm</c>, so that the
/// first users of a restored or moved database do not wait for its disk.
/// </summary>
/// <param name="Database">The database, with <c>pg_prewarm</c> installed.</param>
public sealed record PrewarmOperation(PgDatabase Database) : PgOperation<PrewarmResult>(Database)
{
    // Partitions of a named table count as named: the parent itself holds no blocks.
    private const string Relations = """
        with named as (
          select to_regclass(t)::oid as relid from unnest($1::text[]) t
          union select p.relid::oid from unnest($1::text[]) t, pg_partition_tree(to_regclass(t)) p
        )
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm', 'i') and c.relpersistence <> 't'
          and coalesce((select i.indrelid from pg_index i where i.indexrelid = c.oid), c.oid)
            in (select relid from named)
        order by 1
        """;

    /// <summary>Tables, as <c>schema.table</c>.</summary>
    public IReadOnlyList<string> TableNames { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.Prewarm";

    /// <inheritdoc/>
    public override string Description =>
        $"read {string.Join(", ", TableNames)} of {Database} into the server's memory";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        "pg_prewarm read at least one table or index, and says how many blocks";

    /// <inheritdoc/>
    public override string Warning =>
        "What is larger than shared_buffers drives out what was read first: name the tables users wait for";

    /// <inheritdoc/>
    protected override JsonTypeInfo<PrewarmResult> JsonInfo => PgJson.Default.PrewarmResult;

    private protected override string ProbeText => "repeated: reading once more does no harm";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("tables", string.Join(", ", TableNames))];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("read each time"));

    /// <inheritdoc/>
    public override Task<PrewarmResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                await TableActivities.RequireAsync(session, TableNames).ConfigureAwait(false);
                await RequireExtensionAsync(session).ConfigureAwait(false);
                var relations = await session
                    .RowsAsync(Relations, r => r.GetString(0), (object)TableNames.ToArray())
                    .ConfigureAwait(false);
                var (blocks, count) = (0L, 0);
                foreach (var name in relations)
                {
                    context.Report(new StepProgress($"reads {name}", (double)count++ / relations.Count));
                    blocks += await session
                        .ScalarAsync<long>("select pg_prewarm($1::text::regclass)", name)
                        .ConfigureAwait(false);
                }
                return new PrewarmResult(relations.Count, blocks);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        PrewarmResult result,
        CancellationToken cancellation
    ) =>
        Task.FromResult(
            result.Relations > 0
                ? Verdict.Pass($"{result.Relations} tables and indexes read, {Text(result.Blocks)} blocks")
                : Verdict.Fail("no table was read: name some")
        );

    private static async Task RequireExtensionAsync(PgSession session)
    {
        if (
            !await session
                .ScalarAsync<bool>("select exists (select from pg_extension where extname = 'pg_prewarm')")
                .ConfigureAwait(false)
        )
            throw new OperationFailedException(
                $"{session.Target} has no extension pg_prewarm. Nothing was read: CREATE EXTENSION"
                    + $" pg_prewarm, from"
                    + " the package postgresql-contrib where it is not in the server's"
            );
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
