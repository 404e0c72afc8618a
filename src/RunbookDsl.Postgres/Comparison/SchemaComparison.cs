namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that two databases have the same objects with the same definitions. Owners, privileges, settings
/// and versions of extensions are not compared.
/// </summary>
/// <param name="Database">The source.</param>
/// <param name="With">What is compared with it.</param>
public sealed record SchemaComparison(PgDatabase Database, PgDatabase With) : PgCheck(Database)
{
    private const int MostShown = 20;
    private const int MostObjects = 500_000;

    /// <summary>Beginnings of what may differ: <c>index public.orders_</c>.</summary>
    public IReadOnlyList<string> MayDiffer { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.CompareSchema";

    /// <inheritdoc/>
    public override string Description => $"{With} has the same objects as {Database}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(With.Secret).Distinct()];

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("with", With.ToString()),
            new("with server", With.Secret.ToString()),
            new("may differ", MayDiffer.Count == 0 ? "nothing" : string.Join(", ", MayDiffer)),
        ];

    /// <summary>A copy in which objects may differ whose kind and name begin so, as the message says
    /// them: <c>index public.orders_</c>.</summary>
    public SchemaComparison Allowing(params string[] beginnings) =>
        this with
        {
            MayDiffer = [.. MayDiffer, .. beginnings],
        };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var sides = await TwoSides
            .OpenAsync(context, Database, With, SessionUse.Look, session.Cancellation)
            .ConfigureAwait(false);
        await using var closing = sides.ConfigureAwait(false);
        var (source, target) = await sides.BothAsync(ObjectsAsync).ConfigureAwait(false);
        var differences = source
            .Keys.Union(target.Keys)
            .Order(StringComparer.Ordinal)
            .Where(k => !MayDiffer.Any(m => k.StartsWith(m, StringComparison.Ordinal)))
            .Where(k => source.GetValueOrDefault(k) != target.GetValueOrDefault(k))
            .Select(k => Difference(k, source.GetValueOrDefault(k), target.GetValueOrDefault(k)))
            .ToList();
        return differences.Count == 0
            ? Verdict.Pass(
                $"{source.Count} objects are the same in {sides.Source.Target} and {sides.Target.Target}"
            )
            : Verdict.Fail(
                $"{sides.Target.Target} differs from {sides.Source.Target}: "
                    + string.Join("; ", differences.Take(MostShown))
                    + (differences.Count > MostShown ? $"; and {differences.Count - MostShown} more" : "")
            );
    }

    private static string Difference(string key, string? source, string? target) =>
        target is null ? $"{key} is not in the target"
        : source is null ? $"{key} is only in the target"
        : $"{key} is {Shown(target)}, not {Shown(source)}";

    private static string Shown(string definition) =>
        definition.Length == 0 ? "nothing"
        : definition.Length <= 100 ? definition
        : definition[..100] + "…";

    private static async Task<Dictionary<string, string>> ObjectsAsync(PgSession session)
    {
        var rows = await session
            .RowsAsync($"{SchemaQueries.All} limit {MostObjects}", r => (r.GetString(0), r.GetString(1)))
            .ConfigureAwait(false);
        return rows.Count < MostObjects
            ? rows.DistinctBy(r => r.Item1).ToDictionary(r => r.Item1, r => r.Item2)
            : throw new OperationFailedException(
                $"{session.Target} has {MostObjects} objects or more: compare it with pg_dump --schema-only"
            );
    }
}
