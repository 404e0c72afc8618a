using System.Text.Json;

namespace RunbookDsl.Postgres;

/// <summary>
/// An author's own code in one transaction, with a marker row in it: all of it or nothing, and after an
/// interruption it is known which.
/// </summary>
/// <typeparam name="TResult">Journaled as JSON, and kept with the marker.</typeparam>
public sealed record TransactionOperation<TResult> : PgOperation<TResult>
{
    private readonly Func<PgTransaction, Task<TResult>> _body;
    private readonly string _text;

    internal TransactionOperation(PgDatabase database, Func<PgTransaction, Task<TResult>> body, string text)
        : base(database) => (_body, _text) = (body, text);

    /// <inheritdoc/>
    public override string Kind => "Pg.Transaction";

    /// <inheritdoc/>
    public override string Description => $"in one transaction on {Database}: {PgFailure.Short(_text)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    private protected override string ProbeText => "its row in `rb.effect_marker`, behind a fence";

    private protected override IReadOnlyList<Fact> Arguments => [new("code", CodeText.Canonical(_text))];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        EffectMarker.ProbeAsync(
            context,
            Database,
            text => JsonSerializer.Deserialize<TResult>(text),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<TResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var target = PgTarget.Resolve(context, Database);
        return Progress.WatchAsync(
            context,
            target,
            stop =>
                PgSession.WithAsync(
                    PgSession.OpenAsync(context, target, SessionUse.Change, "", stop),
                    session =>
                        EffectMarker.ChangeAsync(
                            context,
                            session,
                            async () =>
                            {
                                var result = await _body(new PgTransaction(context, session))
                                    .ConfigureAwait(false);
                                return (result, JsonSerializer.Serialize(result));
                            }
                        )
                ),
            cancellation
        );
    }
}
