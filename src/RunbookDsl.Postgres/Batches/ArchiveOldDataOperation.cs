using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace RunbookDsl.Postgres;

/// <summary>
/// Moves rows that fulfil a condition into an archive table of the same database, in batches that are each
/// one transaction, with a rest between them and no faster than the replicas follow. The rows themselves say
/// how far it got: a resumed run goes on with those that are left, and moves none twice.
/// </summary>
/// <param name="Database">The database; its primary.</param>
/// <param name="Table">As <c>schema.table</c>.</param>
/// <param name="Archive">As <c>schema.table</c>; made if missing.</param>
/// <param name="Condition">SQL that is true for the rows to move.</param>
public sealed partial record ArchiveOldDataOperation(
    PgDatabase Database,
    string Table,
    string Archive,
    string Condition
) : PgOperation<ArchiveResult>(Database)
{
    private const string HadArchive = "archive table";
    private const string Matching = "rows to move";

    /// <summary>SQL that is true for the rows to move, at any time.</summary>
    public string Condition { get; } = Lasting(Condition, Table);

    /// <summary>Columns that tell rows apart; empty takes the primary key's.</summary>
    public IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>Rows of one batch. Default 1,000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>Rest between two batches. Default 100 ms.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes of log the slowest replica may lack before a batch. Default 16 MiB.</summary>
    public long MostLag { get; init; } = 16 << 20;

    /// <summary>How long a replica is waited for. Default 5 minutes.</summary>
    public TimeSpan LagLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override string Kind => "Pg.ArchiveOldData";

    /// <inheritdoc/>
    public override string Description =>
        $"move rows of {Table} in {Database} where {PgFailure.Short(Condition)} to {Archive}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        "no such row is left, and the archive has every row that this step took";

    /// <inheritdoc/>
    public override string UndoDescription => "put the rows that this step archived back, in batches";

    /// <inheritdoc/>
    public override string Warning =>
        "The archive goes with the database: have a dump that Pg.VerifyDump has read before it, and Pg.Vacuum"
        + " behind it, or the space is not used again";

    /// <inheritdoc/>
    protected override JsonTypeInfo<ArchiveResult> JsonInfo => PgJson.Default.ArchiveResult;

    private protected override string ProbeText => "counts the rows that are left";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("table", Table),
            new("archive", Archive),
            new("where", Condition),
            new("by", KeyColumns.Count == 0 ? "primary key" : string.Join(", ", KeyColumns)),
            new("rows at once", Number(BatchSize)),
            new("rest", Durations.Text(Rest)),
            new("replicas lack at most", $"{Number(MostLag)} bytes"),
            new("replicas are waited for", Durations.Text(LagLimit)),
        ];

    internal ReplicaLag Lag => new(MostLag, LagLimit);

    /// <summary>A copy that tells rows apart by these columns instead of the primary key.</summary>
    public ArchiveOldDataOperation By(params string[] columns) => this with { KeyColumns = columns };

    /// <summary>A copy that moves so many rows at once, and rests for so long between.</summary>
    public ArchiveOldDataOperation Batch(int rows, TimeSpan? rest = null) =>
        rows > 0
            ? this with
            {
                BatchSize = rows,
                Rest = rest ?? Rest,
            }
            : throw new ArgumentOutOfRangeException(nameof(rows), rows, "a batch of 1 row or more");

    /// <summary>
    /// A copy that begins no batch while a replica lacks more than so many bytes, and gives up after a time.
    /// </summary>
    public ArchiveOldDataOperation LagBelow(long bytes, TimeSpan? within = null) =>
        this with
        {
            MostLag = bytes,
            LagLimit = within ?? LagLimit,
        };

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        LookAsync(
            context,
            async (_, job) =>
                (Captured?)
                    Captured
                        .Of(HadArchive, await job.HasArchiveAsync().ConfigureAwait(false) ? Archive : null)
                        .And(Matching, Number(await job.RemainingAsync().ConfigureAwait(false))),
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        LookAsync(
            context,
            async (session, job) =>
            {
                if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
                    return running;
                var left = await job.RemainingAsync().ConfigureAwait(false);
                if (left > 0)
                    return Probe.NotDone($"{left} rows are to be moved");
                var archived = await job.ArchivedAsync().ConfigureAwait(false);
                return Probe.Done(
                    $"no row is left to be moved, {archived} were",
                    new ArchiveResult(archived, 0)
                );
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<ArchiveResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        ChangeAsync(context, job => job.ArchiveAsync(), cancellation);

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        ArchiveResult result,
        CancellationToken cancellation
    ) =>
        LookAsync(
            context,
            async (_, job) =>
            {
                var left = await job.RemainingAsync().ConfigureAwait(false);
                if (left > 0)
                    return Verdict.Fail(
                        $"{left} rows of {Table} still fulfil the condition: somebody writes them, or the"
                            + $" condition changes with time"
                    );
                var archived = await job.ArchivedAsync().ConfigureAwait(false);
                return archived == result.Rows
                    ? Verdict.Pass($"{archived} rows are in {Archive}, none is left in {Table}")
                    : Verdict.Fail($"{Archive} has {archived} rows of this step instead of {result.Rows}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task UndoAsync(
        StepContext context,
        ArchiveResult result,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            context,
            async job =>
            {
                await job.RestoreAsync().ConfigureAwait(false);
                var isOurs = context.Before is not null && ServerClock.Value(context, HadArchive) is null;
                if (isOurs)
                    await job.RemoveEmptyAsync().ConfigureAwait(false);
                return 0;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        LookAsync(
            context,
            async (_, job) =>
            {
                var archived = await job.ArchivedAsync().ConfigureAwait(false);
                return archived == 0
                    ? Probe.Done($"no row of this step is in {Archive}")
                    : Probe.NotDone($"{archived} rows of this step are in {Archive}");
            },
            cancellation
        );

    private Task<T> LookAsync<T>(
        StepContext context,
        Func<PgSession, ArchiveJob, Task<T>> look,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.Look,
            session => look(session, new ArchiveJob(this, context, session)),
            cancellation
        );

    private Task<T> ChangeAsync<T>(
        StepContext context,
        Func<ArchiveJob, Task<T>> change,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.Change,
            async session =>
            {
                // Rows that a policy hides would stay behind without a word.
                await session.ExecuteAsync("set row_security = off").ConfigureAwait(false);
                return await change(new ArchiveJob(this, context, session)).ConfigureAwait(false);
            },
            cancellation
        );

    // Resumed tomorrow, and in the undo, it has to mean the same rows.
    private static string Lasting(string condition, string table) =>
        Moving().Match(condition) is { Success: true } found
            ? throw new ArgumentException(
                $"the condition for {table} changes with time ('{found.Value}'): a run that is resumed tomorrow"
                    + " would move other rows. Write the date out, or make it a parameter"
            )
            : condition;

    [GeneratedRegex(
        @"\b((now|clock_timestamp|random)\s*\(\s*\)|current_date\b|current_timestamp\b|localtimestamp\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Moving();

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
