using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Copies a database to another server with personal data masked. Masked are values while they are read, so
/// that none of them ever leaves the source's server; nobody but the login of the secret can connect to the
/// copy before it was looked through for what might be left of them.
/// </summary>
/// <param name="Source">What is copied; only read.</param>
/// <param name="Database">The copy; its name must be free.</param>
/// <param name="Environment">What it says it is, in <c>app.environment</c>.</param>
public sealed record CloneOperation(PgDatabase Source, PgDatabase Database, string Environment)
    : PgOperation<CloneResult>(Database)
{
    /// <summary>Indexes and constraints made at once. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>
    /// Whether the target's server may be a copy of the source's files. Default no: a promoted replica, or
    /// production itself under another address, looks the same.
    /// </summary>
    public bool MayBeCopiedServer { get; init; }

    internal IReadOnlyList<ColumnRule> Rules { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.CloneTo";

    /// <inheritdoc/>
    public override string Description =>
        $"clone {Source} into the new {Database} as {Environment}, {Masked.Count} columns masked";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(Source.Secret).Distinct()];

    /// <inheritdoc/>
    public override string Verification =>
        "it has as many rows as were copied, and says that it is of that environment";

    /// <inheritdoc/>
    public override string UndoDescription => "drop the clone";

    /// <inheritdoc/>
    public override string Warning =>
        "What is kept is real: read the list of kept columns. Let nothing work on it before its queues, mail"
        + " and webhooks are made harmless";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    /// <inheritdoc/>
    protected override JsonTypeInfo<CloneResult> JsonInfo => PgJson.Default.CloneResult;

    private protected override string ProbeText =>
        "a database of the final name with our comment is done; one of the working name is dropped; a session"
        + " is waited for";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("source", Source.ToString()),
            new("source server", Source.Secret.ToString()),
            new("environment", Environment),
            new("masked", Masked.Count == 0 ? "nothing" : string.Join("; ", Masked)),
            new("kept", string.Join(", ", Rules.Where(r => r.How is null))),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            .. MayBeCopiedServer
                ? [new Fact("server with the source's system identifier", "allowed")]
                : Array.Empty<Fact>(),
        ];

    internal List<ColumnRule> Masked => [.. Rules.Where(r => r.How is not null)];

    /// <summary>A copy that puts something else in the place of a column's values.</summary>
    public CloneOperation Mask(string table, string column, Masking how) =>
        With(new ColumnRule(TableName.Catalogue(table), column, how));

    /// <summary>A copy that keeps columns which can hold text as they are: nobody's data, says its
    /// author.</summary>
    public CloneOperation Keep(string table, params string[] columns) =>
        columns.Aggregate(this, (o, c) => o.With(new ColumnRule(TableName.Catalogue(table), c, null)));

    /// <summary>A copy that makes up to <paramref name="count"/> indexes at once.</summary>
    public CloneOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>
    /// A copy that accepts a server which began as a copy of the source's files, and so has its system
    /// identifier.
    /// </summary>
    public CloneOperation AllowCopiedServer() => this with { MayBeCopiedServer = true };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        AtServer(
            context,
            SessionUse.Look,
            async session =>
            {
                var name = FinalName(context);
                var (exists, comment) = await RestoreJob.FindAsync(session, name).ConfigureAwait(false);
                if (exists && comment == RestoreJob.Mark(context))
                    return Probe.Done(
                        $"database \"{name}\" was cloned by this step",
                        new CloneResult(name, 0, 0, Masked.Count, TimeSpan.Zero)
                    );
                if (exists)
                    return Probe.Conflict($"database \"{name}\" is there and was not cloned by this step");
                if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
                    return running;
                var work = RestoreJob.WorkName(context);
                return (await RestoreJob.FindAsync(session, work).ConfigureAwait(false)).Exists
                    ? Probe.Partial($"database \"{work}\" is left of an attempt that did not finish")
                    : Probe.NotDone($"there is no database \"{name}\"");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation) =>
        RestoreJob.DropWorkAsync(context, Database, cancellation);

    /// <inheritdoc/>
    public override Task<CloneResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        new CloneJob(this, context, FinalName(context)).RunAsync(cancellation);

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        CloneResult result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                var says = await session
                    .ScalarAsync<string>("select current_setting('app.environment', true)")
                    .ConfigureAwait(false);
                if (says != Environment)
                    return Verdict.Fail($"{session.Target} says that it is {says ?? "nothing"}");
                var (tables, _, _) = await SourceReader.CountAsync(session, [], []).ConfigureAwait(false);
                var rows = tables.Sum(t => t.Rows);
                var text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{session.Target} has {rows:N0} rows and says that it is {says}"
                );
                // A clone that the probe found has no numbers any more.
                return result.Tables == 0 || rows == result.Rows
                    ? Verdict.Pass(text)
                    : Verdict.Fail(
                        string.Create(CultureInfo.InvariantCulture, $"{text}, not {result.Rows:N0}")
                    );
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, CloneResult result, CancellationToken cancellation) =>
        AtServer(
            context,
            SessionUse.Change,
            async session =>
            {
                var name = FinalName(context);
                var (exists, comment) = await RestoreJob.FindAsync(session, name).ConfigureAwait(false);
                if (exists && comment != RestoreJob.Mark(context))
                    throw new OperationFailedException(
                        $"database \"{name}\" is not the one this step cloned; it is not dropped"
                    );
                return await session
                    .ExecuteAsync($"drop database if exists {Sql.Name(name)} with (force)")
                    .ConfigureAwait(false);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        AtServer(
            context,
            SessionUse.Look,
            async session =>
                (await RestoreJob.FindAsync(session, FinalName(context)).ConfigureAwait(false)).Exists
                    ? Probe.NotDone("the clone is still there")
                    : Probe.Done("the clone is gone"),
            cancellation
        );

    private CloneOperation With(ColumnRule rule) =>
        Rules.Any(r => r.Place == rule.Place)
            ? throw new ArgumentException($"{rule.Place} has two rules")
            : this with
            {
                Rules = [.. Rules, rule],
            };

    private string FinalName(StepContext context) => PgTarget.Resolve(context, Database).Database;

    private Task<T> AtServer<T>(
        StepContext context,
        SessionUse use,
        Func<PgSession, Task<T>> work,
        CancellationToken cancellation
    ) => PgSession.WithAsync(context, RestoreJob.Maintenance(Database), use, work, cancellation);
}
