namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that the server still means to answer queries as before: the same kinds of steps on the same
/// tables. Costs and names of indexes do not count.
/// </summary>
/// <param name="Database">The database after the change.</param>
/// <param name="Before">The plans before it.</param>
public sealed record PlansComparison(PgDatabase Database, Input<QueryPlans> Before) : PgCheck(Database)
{
    /// <summary>Names of queries that may be answered in another way; empty means none.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.ComparePlans";

    /// <inheritdoc/>
    public override string Description => $"{Database} means to answer the key queries as before";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => Before.Reads;

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("before", Before.ToString()), new("allowed", string.Join(", ", Allowed))];

    /// <summary>A copy that lets these queries be answered in another way.</summary>
    public PlansComparison Allowing(params string[] names) => this with { Allowed = [.. Allowed, .. names] };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var before = context.Read(Before);
        var changed = new List<string>();
        foreach (var was in before.Plans.Where(p => !Allowed.Contains(p.Name)))
        {
            var now = await PlanReader.ReadAsync(session, was.Name, was.Sql).ConfigureAwait(false);
            if (now.Shape != was.Shape)
                changed.Add($"'{was.Name}' by {now.Shape}, before by {was.Shape}");
        }
        return changed.Count == 0
            ? Verdict.Pass($"{session.Target} means to answer {before.Plans.Count} queries as before")
            : Verdict.Fail(
                $"{session.Target} means to answer {changed.Count} of {before.Plans.Count} queries in"
                    + $" another way: {string.Join("; ", changed)}. Missing statistics or indexes? See"
                    + $" Pg.AssertStatistics and"
                    + " Pg.CompareSchema; a plan that is better is let pass with .Allowing"
            );
    }
}
