using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Puts a prepared database in the place of the live one: both are renamed in one transaction, the old one is
/// kept. Sessions of both are ended; new ones wait the moment it takes.
/// </summary>
/// <param name="Database">The live database.</param>
/// <param name="Replacement">Name of the prepared one.</param>
/// <param name="KeepAs">Name the old one gets; must be free.</param>
public sealed record SwapOperation(PgDatabase Database, string Replacement, string KeepAs)
    : PgOperation<SwapResult>(Database)
{
    private const string LiveId = "live id";
    private const string ReplacementId = "replacement id";

    /// <inheritdoc/>
    public override string Kind => "Pg.Swap";

    /// <inheritdoc/>
    public override string Description =>
        $"rename {Replacement} to be the live {Database}, and keep the old one as {KeepAs}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string Verification => "a new connection to the live name reaches the replacement";

    /// <inheritdoc/>
    public override string UndoDescription =>
        $"rename both back, so that the one kept as {KeepAs} is live again";

    /// <inheritdoc/>
    public override string Warning =>
        "What was written to the old database after the dump is not in the new one; every session is ended";

    /// <inheritdoc/>
    protected override JsonTypeInfo<SwapResult> JsonInfo => PgJson.Default.SwapResult;

    private protected override string ProbeText =>
        "compares which object ids bear the names now with the captured ones";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("replacement", Replacement), new("keep as", KeepAs)];

    private PgDatabase Elsewhere => RestoreJob.Maintenance(Database);

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
            {
                var ids = await IdsAsync(context, session).ConfigureAwait(false);
                return (Captured?)
                    Captured.Of(LiveId, Text(ids.Live)).And(ReplacementId, Text(ids.Replacement));
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
                await Orphan.FindAsync(context, session).ConfigureAwait(false)
                ?? Judge(context, await IdsAsync(context, session).ConfigureAwait(false)),
            cancellation
        );

    /// <inheritdoc/>
    public override async Task<SwapResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var live = LiveName(context);
        var ids = await PgSession
            .WithAsync(context, Elsewhere, SessionUse.Look, s => IdsAsync(context, s), cancellation)
            .ConfigureAwait(false);
        if (ids is not { Live: { } old, Replacement: { } fresh, Kept: null })
            throw new OperationFailedException($"the names cannot be swapped: {Seen(live, ids)}");
        await new Renaming(context, Elsewhere)
            .RunAsync([(live, KeepAs), (Replacement, live)], cancellation)
            .ConfigureAwait(false);
        return new SwapResult(live, fresh, KeepAs, old);
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        SwapResult result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                var id = await session
                    .ScalarAsync<long>(
                        "select oid::bigint from pg_database where datname = current_database()"
                    )
                    .ConfigureAwait(false);
                var text =
                    $"a new connection to \"{result.Live}\" reaches database id {id}; the"
                    + $" replacement is {result.LiveId}";
                return id == result.LiveId ? Verdict.Pass(text) : Verdict.Fail(text);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, SwapResult result, CancellationToken cancellation) =>
        new Renaming(context, Elsewhere).RunAsync(
            [(LiveName(context), Replacement), (KeepAs, LiveName(context))],
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Elsewhere,
            SessionUse.Look,
            async session =>
            {
                var ids = await IdsAsync(context, session).ConfigureAwait(false);
                var seen = Seen(LiveName(context), ids);
                return Text(ids.Live) == ServerClock.Value(context, LiveId)
                    ? Probe.Done(seen)
                    : Probe.NotDone(seen);
            },
            cancellation
        );

    private Probe Judge(StepContext context, (long? Live, long? Replacement, long? Kept) ids)
    {
        var live = LiveName(context);
        var seen = Seen(live, ids);
        if (ids is { Live: not null, Replacement: not null, Kept: null })
            return Probe.NotDone(seen);
        var isOurs =
            context.Before is not null
            && ids is { Live: not null, Replacement: null, Kept: not null }
            && Text(ids.Live) == ServerClock.Value(context, ReplacementId)
            && Text(ids.Kept) == ServerClock.Value(context, LiveId);
        return isOurs
            ? Probe.Done(seen, new SwapResult(live, ids.Live!.Value, KeepAs, ids.Kept!.Value))
            : Probe.Conflict(seen);
    }

    private string Seen(string live, (long? Live, long? Replacement, long? Kept) ids) =>
        $"\"{live}\" {Is(ids.Live)}, \"{Replacement}\" {Is(ids.Replacement)}, \"{KeepAs}\" {Is(ids.Kept)}";

    private static string Is(long? id) => id is null ? "does not exist" : $"is database id {Text(id)}";

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private string LiveName(StepContext context) => PgTarget.Resolve(context, Database).Database;

    private async Task<(long? Live, long? Replacement, long? Kept)> IdsAsync(
        StepContext context,
        PgSession session
    )
    {
        var rows = await session
            .RowsAsync(
                "select datname::text, oid::bigint from pg_database",
                r => (Name: r.GetString(0), Id: r.GetInt64(1))
            )
            .ConfigureAwait(false);
        var ids = rows.ToDictionary(r => r.Name, r => (long?)r.Id);
        return (
            ids.GetValueOrDefault(LiveName(context)),
            ids.GetValueOrDefault(Replacement),
            ids.GetValueOrDefault(KeepAs)
        );
    }
}
