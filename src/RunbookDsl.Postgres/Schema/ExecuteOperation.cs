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

    private protected override string ProbeText => "the .DoneWhen query; without one a person is asked";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("sql", Sql),
            new("done when", DoneQueryText ?? "nobody can tell"),
            .. Values.Select(v => new Fact($"@{v.Name}", v.Text)),
        ];

    /// <summary>
    /// A copy that tells by <paramref name="query"/> whether the change is there: before the first run, after
    /// an interruption, and as its verification. True, or a number other than 0, means done.
    /// </summary>
    public ExecuteOperation DoneWhen(string query) => this with { DoneQueryText = query };

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
        DoneQuery.ProbeAsync(context, Database, DoneQueryText, new ExecuteResult(0), cancellation);

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

    private async Task<ExecuteResult> ChangeAsync(StepContext context, PgSession session)
    {
        await session.ExecuteAsync("begin").ConfigureAwait(false);
        var rows = await session
            .ExecuteAsync(Sql, [.. Values.Select(v => (object?)v.Parameter(context))])
            .ConfigureAwait(false);
        await session.ExecuteAsync("commit").ConfigureAwait(false);
        return new ExecuteResult(Math.Max(0, rows));
    }
}
