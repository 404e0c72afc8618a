using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that two databases hold the same rows: of each table the number, and up to a limit a hash that
/// does not depend on their order. Each side is read in one snapshot.
/// </summary>
/// <param name="Database">The source.</param>
/// <param name="With">What is compared with it.</param>
public sealed record RowsComparison(PgDatabase Database, PgDatabase With) : PgCheck(Database)
{
    private const int MostShown = 20;

    /// <summary>Tables to compare, <c>schema.table</c>; empty compares all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Tables left out, <c>schema.table</c>.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Rows of a table up to which their content is compared, and not the number alone. Default
    /// 10,000,000; 0 only counts.</summary>
    public long MostRowsHashed { get; init; } = 10_000_000;

    /// <inheritdoc/>
    public override string Kind => "Pg.CompareRows";

    /// <inheritdoc/>
    public override string Description =>
        $"{With} has the same rows as {Database}"
        + (MostRowsHashed == 0 ? ", by their number" : ", by number and content");

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(With.Secret).Distinct()];

    /// <inheritdoc/>
    public override string Warning =>
        "Reads every row of both sides; what is written meanwhile counts as a difference";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("with", With.ToString()),
            new("with server", With.Secret.ToString()),
            new("tables", Only.Count == 0 ? "all" : string.Join(", ", Only)),
            new("left out", LeftOut.Count == 0 ? "none" : string.Join(", ", LeftOut)),
            new("content up to", MostRowsHashed.ToString("N0", CultureInfo.InvariantCulture) + " rows"),
        ];

    /// <summary>A copy that compares these tables only.</summary>
    public RowsComparison Tables(params string[] tables) => this with { Only = [.. Only, .. tables] };

    /// <summary>A copy that leaves these tables out.</summary>
    public RowsComparison Without(params string[] tables) => this with { LeftOut = [.. LeftOut, .. tables] };

    /// <summary>A copy that only counts: quick, and blind to rows that were changed.</summary>
    public RowsComparison CountsOnly() => this with { MostRowsHashed = 0 };

    /// <summary>A copy that compares the content of tables with up to so many rows.</summary>
    public RowsComparison ContentUpTo(long rows) => this with { MostRowsHashed = rows };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var sides = await TwoSides
            .OpenAsync(context, Database, With, SessionUse.Look, session.Cancellation)
            .ConfigureAwait(false);
        await using var closing = sides.ConfigureAwait(false);
        await sides
            .BothAsync(s => s.ExecuteAsync("begin isolation level repeatable read read only"))
            .ConfigureAwait(false);
        var (source, target) = await sides.BothAsync(ComparedTable.ListAsync).ConfigureAwait(false);
        var other = target.ToDictionary(t => t.Name);
        List<string> differences = [.. Missing(source), .. OneSided(source, target)];
        var (rows, tables, counted) = (0L, 0, 0);
        foreach (var table in source.Where(t => IsWanted(t.Name) && other.ContainsKey(t.Name)))
        {
            var found = await CompareAsync(sides, table, other[table.Name]).ConfigureAwait(false);
            (rows, tables, counted) = (rows + found.Rows, tables + 1, counted + (found.IsHashed ? 0 : 1));
            if (found.Difference is { } difference)
                differences.Add(difference);
            context.Report(new StepProgress(table.Name, (double)tables / source.Count));
        }
        var only = counted == 0 ? "" : $", {counted} of them only counted";
        return differences.Count == 0
            ? Verdict.Pass(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rows:N0} rows of {tables} tables{only} are the same in {sides.Source.Target} and"
                        + $" {sides.Target.Target}"
                )
            )
            : Verdict.Fail(
                $"{sides.Target.Target} differs from {sides.Source.Target}: "
                    + string.Join("; ", differences.Take(MostShown))
                    + (differences.Count > MostShown ? $"; and {differences.Count - MostShown} more" : "")
            );
    }

    private async Task<(long Rows, bool IsHashed, string? Difference)> CompareAsync(
        TwoSides sides,
        ComparedTable source,
        ComparedTable target
    )
    {
        if (!source.Columns.SequenceEqual(target.Columns))
        {
            var lacks = source.Columns.Except(target.Columns).Select(c => $"lacks {c}");
            var more = target.Columns.Except(source.Columns).Select(c => $"has {c} besides");
            return (0, false, $"{source.Name}: the target {string.Join(", ", lacks.Concat(more))}");
        }
        var counts = await sides.BothAsync(source.CountAsync).ConfigureAwait(false);
        if (counts.Source != counts.Target)
            return (
                counts.Source,
                true,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source.Name} has {counts.Target:N0} rows, not {counts.Source:N0}"
                )
            );
        if (counts.Source > MostRowsHashed)
            return (counts.Source, false, null);
        var hashes = await sides.BothAsync(source.HashAsync).ConfigureAwait(false);
        return (
            counts.Source,
            true,
            hashes.Source == hashes.Target
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source.Name}: {counts.Source:N0} rows on both sides, and their content differs"
                )
        );
    }

    // A table that was named and is not there must not pass as compared.
    private IEnumerable<string> Missing(List<ComparedTable> source) =>
        Only.Select(TableName.Catalogue)
            .Where(name => source.TrueForAll(t => t.Name != name))
            .Select(name => $"{name} is no table of the source");

    private IEnumerable<string> OneSided(List<ComparedTable> source, List<ComparedTable> target)
    {
        var (here, there) = (source.Select(t => t.Name).ToList(), target.Select(t => t.Name).ToList());
        return here.Except(there)
            .Where(IsWanted)
            .Select(n => $"{n} is not in the target")
            .Concat(there.Except(here).Where(IsWanted).Select(n => $"{n} is only in the target"));
    }

    private bool IsWanted(string table) =>
        (Only.Count == 0 || Only.Any(t => TableName.Catalogue(t) == table))
        && !LeftOut.Any(t => TableName.Catalogue(t) == table);
}
