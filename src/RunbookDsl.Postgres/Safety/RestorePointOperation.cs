using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Names this moment in the write-ahead log, so that a point-in-time recovery can go exactly here. Costs
/// nothing; right before every destructive step.
/// </summary>
/// <param name="Database">Any database of the server.</param>
/// <param name="Name">
/// The name; null is made from run and step. A further attempt gets a number behind it.
/// </param>
public sealed record RestorePointOperation(PgDatabase Database, string? Name)
    : PgOperation<RestorePointResult>(Database)
{
    private const int LongestName = 63;

    /// <summary>How long to wait until the log file that holds it is archived. Default 30 s.</summary>
    public TimeSpan ArchiveWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Kind => "Pg.CreateRestorePoint";

    /// <inheritdoc/>
    public override string Description =>
        $"name this moment in the write-ahead log of the server of {Database.Secret}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Additive;

    /// <inheritdoc/>
    public override string? Target => $"server of {Database.Secret}";

    /// <inheritdoc/>
    public override string Verification =>
        "the log file that holds it is archived (where the server archives)";

    /// <inheritdoc/>
    public override string UndoDescription => "nothing to take back: a name in the log does no harm";

    /// <inheritdoc/>
    public override string Warning => "Only of use with a base backup and an archive of the log";

    /// <inheritdoc/>
    protected override JsonTypeInfo<RestorePointResult> JsonInfo => PgJson.Default.RestorePointResult;

    private protected override string ProbeText => "made again under a name with the attempt's number";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("name", Name ?? "run and step"), new("archive wait", Durations.Text(ArchiveWait))];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("a further one has a name of its own"));

    /// <inheritdoc/>
    public override Task<RestorePointResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Change,
            async session =>
            {
                var name = NameOf(context);
                var made = await session
                    .RowsAsync(
                        "select lsn::text, pg_walfile_name(lsn) from pg_create_restore_point($1) lsn",
                        r => (r.GetString(0), r.GetString(1)),
                        name
                    )
                    .ConfigureAwait(false);
                var archives = await session
                    .ScalarAsync<bool>("select current_setting('archive_mode') <> 'off'")
                    .ConfigureAwait(false);
                if (archives)
                    await session.ScalarAsync<string>("select pg_switch_wal()::text").ConfigureAwait(false);
                else
                    context.Note("archive_mode is off: no recovery to this point is possible");
                context.Varying(ServerSide.PositionKind, made[0].Item1);
                context.Varying("log file", made[0].Item2);
                return new RestorePointResult(name, made[0].Item1, made[0].Item2, archives);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        RestorePointResult result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                if (!result.IsArchived)
                    return Verdict.Pass(
                        $"{result.Name} at {result.Lsn}; this server does not archive its log"
                    );
                string? last = null;
                var archived = await Poll.UntilAsync(
                        context,
                        ArchiveWait,
                        async () =>
                        {
                            last = await session
                                .ScalarAsync<string>("select last_archived_wal from pg_stat_archiver")
                                .ConfigureAwait(false);
                            return string.CompareOrdinal(last, result.Segment) >= 0;
                        },
                        cancellation
                    )
                    .ConfigureAwait(false);
                return archived
                    ? Verdict.Pass($"{result.Name} at {result.Lsn}, log file {result.Segment} is archived")
                    : Verdict.Fail(
                        $"log file {result.Segment} of {result.Name} is not archived after"
                            + $" {Durations.Text(ArchiveWait)}; last"
                            + $" is {last ?? "none"}. See pg_stat_archiver.last_failed_wal and"
                            + $" archive_command"
                    );
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task UndoAsync(
        StepContext context,
        RestorePointResult result,
        CancellationToken cancellation
    ) => Task.CompletedTask;

    private string NameOf(StepContext context)
    {
        var name = Name ?? SessionName.Of(context).Replace(':', '_').Replace('/', '_');
        if (context.Attempt > 1)
            name += "_" + context.Attempt.ToString(CultureInfo.InvariantCulture);
        return name.Length <= LongestName
            ? name
            : throw new OperationFailedException(
                $"restore point \"{name}\" is longer than {LongestName} characters; nothing was made"
            );
    }
}
