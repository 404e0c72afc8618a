using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Reads how the server means to answer the queries that count, without running them: to be compared after an
/// upgrade, a restore, or a new index.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record ExplainKeyQueriesOperation(PgDatabase Database) : PgOperation<QueryPlans>(Database)
{
    /// <summary>The queries by name, in order; values are written out in them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Queries { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.ExplainKeyQueries";

    /// <inheritdoc/>
    public override string Description => $"read the plans of {Queries.Count} queries on {Database}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override string? Target => null;

    /// <inheritdoc/>
    protected override JsonTypeInfo<QueryPlans> JsonInfo => PgJson.Default.QueryPlans;

    private protected override string ProbeText => "reads again";

    private protected override IReadOnlyList<Fact> Arguments =>
        [.. Queries.Select(q => new Fact($"query {q.Key}", q.Value))];

    /// <summary>A copy with one more query, under a name of its own. Journaled: no place for
    /// secrets.</summary>
    public ExplainKeyQueriesOperation Query(string name, string sql) =>
        Queries.Any(q => q.Key == name)
            ? throw new ArgumentException($"there is a query '{name}' already", nameof(name))
            : this with
            {
                Queries = [.. Queries, KeyValuePair.Create(name, sql)],
            };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("read each time"));

    /// <inheritdoc/>
    public override Task<QueryPlans> RunAsync(StepContext context, CancellationToken cancellation) =>
        Queries.Count == 0
            ? throw new OperationFailedException(
                "no query to explain. Name those that users wait for with .Query(\"name\", \"select …\")"
            )
            : With(
                context,
                SessionUse.Look,
                async session =>
                {
                    var plans = new List<QueryPlan>();
                    foreach (var (name, sql) in Queries)
                        plans.Add(await PlanReader.ReadAsync(session, name, sql).ConfigureAwait(false));
                    return new QueryPlans { Major = session.Major, Plans = plans };
                },
                cancellation
            );
}
