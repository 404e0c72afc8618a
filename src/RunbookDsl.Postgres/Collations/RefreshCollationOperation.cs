using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Records that text is sorted by the collations' versions of now, which ends the server's warnings. Refused
/// as long as one index that the change concerns was not rebuilt by the step that is named.
/// </summary>
/// <param name="Database">The database; the server is PostgreSQL 15 or later.</param>
/// <param name="Rebuilt">The step that rebuilt the indexes.</param>
public sealed record RefreshCollationOperation(PgDatabase Database, Input<ReindexResult> Rebuilt)
    : PgOperation<RefreshCollationResult>(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.RefreshCollation";

    /// <inheritdoc/>
    public override string Description =>
        $"record the collation versions of {Database}, whose indexes were rebuilt";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => Rebuilt.Reads;

    /// <inheritdoc/>
    public override string Verification => "every recorded version is that of the library";

    /// <inheritdoc/>
    public override string Warning =>
        "It mends no index, it only silences the warning; partitions by text and CHECK constraints that"
        + " compare text are not looked at";

    /// <inheritdoc/>
    protected override JsonTypeInfo<RefreshCollationResult> JsonInfo => PgJson.Default.RefreshCollationResult;

    private protected override string ProbeText => "compares recorded and actual versions";

    private protected override IReadOnlyList<Fact> Arguments => [new("rebuilt", Rebuilt.ToString())];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                Refuse(session);
                var changed = await CollationVersion.ChangedAsync(session).ConfigureAwait(false);
                return changed.Count == 0
                    ? Probe.Done(
                        "every recorded version is that of the library",
                        new RefreshCollationResult([])
                    )
                    : Probe.NotDone($"not recorded: {Names(changed)}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<RefreshCollationResult> RunAsync(
        StepContext context,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                Refuse(session);
                var affected = await CollationVersion.AffectedAsync(session).ConfigureAwait(false);
                await RequireRebuiltAsync(context, session, affected).ConfigureAwait(false);
                var changed = await CollationVersion.ChangedAsync(session).ConfigureAwait(false);
                await session.ExecuteAsync("begin").ConfigureAwait(false);
                foreach (var collation in changed)
                    await session.ExecuteAsync(collation.Refresh).ConfigureAwait(false);
                await session.ExecuteAsync("commit").ConfigureAwait(false);
                return new RefreshCollationResult([.. changed.Select(c => c.ToString())]);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        RefreshCollationResult result,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var changed = await CollationVersion.ChangedAsync(session).ConfigureAwait(false);
                return changed.Count == 0
                    ? Verdict.Pass($"{result.Refreshed.Count} recorded, none is another than the library's")
                    : Verdict.Fail($"not recorded: {Names(changed)}");
            },
            cancellation
        );

    private async Task RequireRebuiltAsync(StepContext context, PgSession session, List<string> affected)
    {
        if (affected.Count == 0)
            return;
        var since = context.Read(Rebuilt).Since;
        var state = since is null
            ? null
            : await IndexState.ReadAsync(session, [], since).ConfigureAwait(false);
        var old = state is null ? affected : [.. affected.Intersect(state.Old)];
        if (old.Count > 0)
            throw new OperationFailedException(
                $"{old.Count} of {affected.Count} indexes of {session.Target} that the change concerns were"
                    + $" not"
                    + $" rebuilt by that step: {TableActivities.Names(old)}. Nothing was recorded: rebuild"
                    + $" them with Pg.Reindex first"
            );
    }

    private static void Refuse(PgSession session)
    {
        if (CollationVersion.Unknown(session) is { } unknown)
            throw new OperationFailedException(unknown);
    }

    private static string Names(List<CollationVersion> changed) =>
        TableActivities.Names(changed.Select(c => c.ToString()));
}
