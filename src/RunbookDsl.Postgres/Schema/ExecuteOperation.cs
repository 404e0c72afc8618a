using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// An author's own SQL, in one transaction: all of it or nothing. Never repeated after an interruption unless
/// <see cref="DoneWhen"/> can tell that it was not done.
/// </summary>
/// <param name="Database">The database.</param>
/// <param name="Sql">Statements separated by semicolons, with <c>@name</c> for arguments.</param>
public sealed record ExecuteOperation(PgDatabase Database, string Sql) : PgOperation<ExecuteResult>(Database)
{
    private IReadOnlyList<SqlArgument> Values { get; init; } = [];

    /// <summary>
    /// A read-only query whose first value is true when the change is there; null when nobody can tell.
    /// </summary>
    public string? DoneQueryText { get; init; }

    /// <summary>
    /// Whether a marker row in the same transaction tells if it was committed. Default: no.
    /// </summary>
    public bool IsTransactional { get; private init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.Execute";

    /// <inheritdoc/>
    public override string Description => $"run {PgFailure.Short(Sql)} on {Database}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => [.. Values.Select(v => v.Output).OfType<Output>()];

    /// <inheritdoc/>
    public override string? Verification =>
        DoneQueryText is null ? null : $"{PgFailure.Short(DoneQueryText)} is true";

    /// <inheritdoc/>
    protected override JsonTypeInfo<ExecuteResult> JsonInfo => PgJson.Default.ExecuteResult;

    /// <inheritdoc/>
    public override bool CanTell => IsTransactional || DoneQueryText is not null;

    private protected override string ProbeText =>
        "the .DoneWhen query, or the row of .Transactional; without both a person is asked";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("sql", Sql),
            new("done when", DoneQueryText ?? "nobody can tell"),
            .. IsTransactional ? [new("marker", "a row in rb.effect_marker")] : Array.Empty<Fact>(),
            .. Values.Select(v => new Fact($"@{v.Name}", v.Text)),
        ];

    /// <summary>
    /// A copy that tells by <paramref name="query"/> whether the change is there: before the first run, after
    /// an interruption, and as its verification. True, or a number other than 0, means done.
    /// </summary>
    public ExecuteOperation DoneWhen(string query) => this with { DoneQueryText = query };

    /// <summary>
    /// A copy that writes a row into <c>rb.effect_marker</c> of the same database (made if it is not there)
    /// in the same transaction. An interrupted attempt, also one cut off around its COMMIT, is then settled
    /// without a person: the row tells, and asking for it shuts the old attempt out. The SQL may hold no
    /// COMMIT or ROLLBACK.
    /// </summary>
    public ExecuteOperation Transactional() => this with { IsTransactional = true };

    /// <summary>A copy with a value for <c>@name</c>. Shown in the plan: no place for secrets.</summary>
    public ExecuteOperation With(string name, object? value) =>
        this with
        {
            Values = [.. Values, SqlArgument.Of(name, value)],
        };

    /// <summary>A copy that takes <c>@name</c> from an earlier step.</summary>
    public ExecuteOperation With<T>(string name, Output<T> output) =>
        this with
        {
            Values = [.. Values, SqlArgument.Of(name, output)],
        };

    /// <summary>A copy that takes <c>@name</c> from an earlier step.</summary>
    public ExecuteOperation With<T>(string name, StepBuilder<T> step) => With(name, step.Output);

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        IsTransactional && (context.IsInDoubt || DoneQueryText is null)
            ? EffectMarker.ProbeAsync(context, Database, Marked, cancellation)
            : DoneQuery.ProbeAsync(context, Database, DoneQueryText, new ExecuteResult(0), cancellation);

    /// <inheritdoc/>
    public override Task<ExecuteResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var target = PgTarget.Resolve(context, Database);
        return Progress.WatchAsync(
            context,
            target,
            stop =>
                PgSession.WithAsync(
                    PgSession.OpenAsync(context, target, SessionUse.Change, "", stop),
                    session => ChangeAsync(context, session)
                ),
            cancellation
        );
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        ExecuteResult result,
        CancellationToken cancellation
    ) => DoneQuery.VerifyAsync(context, Database, DoneQueryText, cancellation);

    private static ExecuteResult Marked(string rows) => new(long.Parse(rows, CultureInfo.InvariantCulture));

    private async Task<ExecuteResult> ChangeAsync(StepContext context, PgSession session)
    {
        if (IsTransactional)
            return await EffectMarker
                .ChangeAsync(context, session, () => ExecuteAsync(context, session))
                .ConfigureAwait(false);
        await session.ExecuteAsync("begin").ConfigureAwait(false);
        var (result, _) = await ExecuteAsync(context, session).ConfigureAwait(false);
        await session.ExecuteAsync("commit").ConfigureAwait(false);
        return result;
    }

    private async Task<(ExecuteResult Result, string Text)> ExecuteAsync(
        StepContext context,
        PgSession session
    )
    {
        var rows = await session
            .ExecuteAsync(Sql, [.. Values.Select(v => (object?)v.Parameter(context))])
            .ConfigureAwait(false);
        rows = Math.Max(0, rows);
        return (new ExecuteResult(rows), rows.ToString(CultureInfo.InvariantCulture));
    }
}
