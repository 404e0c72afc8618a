using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that statements are not much slower than before a change. Only what was called often enough on
/// both sides is compared; that something was compared at all is asserted too. The first minutes after a
/// restart are slow by themselves.
/// </summary>
/// <param name="Database">The database after the change.</param>
/// <param name="Before">The times before it.</param>
public sealed record StatementsComparison(PgDatabase Database, Input<StatementTimes> Before)
    : PgCheck(Database)
{
    /// <summary>How many times as long a call may take. Default 2.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>Calls that a statement needs on both sides to be compared. Default 10.</summary>
    public long LeastCalls { get; init; } = 10;

    /// <summary>What a call may take more, whatever the factor. Default 1 ms.</summary>
    public TimeSpan Slack { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long they are watched; zero reads the sums since the last reset. Default zero.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.Zero;

    /// <inheritdoc/>
    public override string Kind => "Pg.CompareStatements";

    /// <inheritdoc/>
    public override string Description =>
        $"no statement of {Database} takes more than {Text(Factor)} times as long as before";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => Before.Reads;

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("before", Before.ToString()),
            new("factor", Text(Factor)),
            new("least calls", LeastCalls.ToString(CultureInfo.InvariantCulture)),
            new("slack", Durations.Text(Slack)),
            new("during", Window > TimeSpan.Zero ? Durations.Text(Window) : "since the last reset"),
        ];

    /// <summary>A copy that compares what was called so often on both sides.</summary>
    public StatementsComparison AtLeast(long calls) => this with { LeastCalls = calls };

    /// <summary>A copy that watches for so long.</summary>
    public StatementsComparison Over(TimeSpan window) => this with { Window = window };

    /// <summary>A copy that lets a call take so much more.</summary>
    public StatementsComparison Allowing(TimeSpan slack) => this with { Slack = slack };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var before = context.Read(Before);
        var now = await new StatementReader(session)
            .ReadAsync(context, int.MaxValue, Window, session.Cancellation)
            .ConfigureAwait(false);
        var known = now.Statements.ToDictionary(s => s.Digest);
        var compared = before
            .Statements.Where(s => s.Calls >= LeastCalls && known.ContainsKey(s.Digest))
            .Select(s => (Was: s, Is: known[s.Digest]))
            .Where(p => p.Is.Calls >= LeastCalls)
            .ToList();
        if (compared.Count == 0)
            return Verdict.Fail(
                $"nothing to compare: of {before.Statements.Count} statements from before, none was called"
                    + $" {LeastCalls.ToString(CultureInfo.InvariantCulture)} times on both sides of"
                    + $" {session.Target}. Send it the requests of the smoke test first"
            );
        var slower = compared
            .Where(p => p.Is.MeanMilliseconds > p.Was.MeanMilliseconds * Factor)
            .Where(p => p.Is.MeanMilliseconds > p.Was.MeanMilliseconds + Slack.TotalMilliseconds)
            .OrderByDescending(p => p.Is.MeanMilliseconds * p.Is.Calls)
            .Select(p =>
                $"{PgFailure.Short(p.Is.Text)} takes {Text(p.Is.MeanMilliseconds)} ms,"
                + $" before {Text(p.Was.MeanMilliseconds)} ms"
            )
            .ToList();
        return slower.Count == 0
            ? Verdict.Pass(
                $"{compared.Count} statements of {session.Target} take at most {Text(Factor)} times as"
                    + " long as"
                    + " before"
            )
            : Verdict.Fail(
                $"{slower.Count} of {compared.Count} statements of {session.Target} are slower:"
                    + $" {TableActivities.Names(slower)}. Missing statistics? See Pg.AssertStatistics and"
                    + " EXPLAIN"
            );
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
