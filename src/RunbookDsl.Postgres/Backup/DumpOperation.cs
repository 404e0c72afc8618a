using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Dumps a database in directory format, with a manifest of every file's SHA-256 and every table's row count
/// in the dump's own snapshot, read through to its last byte before it gets its final name.
/// </summary>
/// <param name="Database">The source.</param>
/// <param name="Directory">
/// Folder for dumps, relative to the runbook; made if missing, for its owner only.
/// </param>
public sealed record DumpOperation(PgDatabase Database, string Directory)
    : PgOperation<DumpArtifact>(Database)
{
    /// <summary>Tables dumped at once. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>Compression as <c>pg_dump --compress</c> takes it; null is pg_dump's own default.</summary>
    public string? Compression { get; init; }

    /// <summary>How long to wait for a table's lock before giving up, retryable. Default 30 s.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tables left out, as <c>schema.table</c>.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Tables dumped without their rows, as <c>schema.table</c>.</summary>
    public IReadOnlyList<string> ExcludedData { get; init; } = [];

    /// <summary>Whether only the objects are dumped: no rows, no values of sequences. Default no.</summary>
    public bool IsSchemaOnly { get; init; }

    /// <summary>
    /// Smallest size accepted, as part of the previous dump's. Default 0.8; dumps below 1 MiB are not
    /// compared.
    /// </summary>
    public double SmallestRatio { get; init; } = 0.8;

    /// <summary>Largest size accepted, as part of the previous dump's. Default 1.5.</summary>
    public double LargestRatio { get; init; } = 1.5;

    /// <inheritdoc/>
    public override string Kind => "Pg.Dump";

    /// <inheritdoc/>
    public override string Description =>
        IsSchemaOnly
            ? $"dump the schema of {Database}, without its rows, into {Directory}"
            : $"dump {Database} into {Directory}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Additive;

    /// <inheritdoc/>
    public override string Verification =>
        "every file has the manifest's SHA-256, the table of contents lists every table, the size"
        + " is near the previous dump's";

    /// <inheritdoc/>
    public override string UndoDescription => "delete the dump";

    /// <inheritdoc/>
    public override string Warning =>
        "What is written after the dump's snapshot is lost by a restore; roles and tablespaces are not in it";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    /// <inheritdoc/>
    protected override JsonTypeInfo<DumpArtifact> JsonInfo => PgJson.Default.DumpArtifact;

    private protected override string ProbeText =>
        "a folder with a matching manifest is done; one named .partial is cleared; a session of"
        + " this step is waited for";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("directory", Directory),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            new("compression", Compression ?? "pg_dump's default"),
            new("lock wait", Durations.Text(LockWait)),
            new("without tables", string.Join(", ", Excluded)),
            new("without rows of", string.Join(", ", ExcludedData)),
            new(
                "size ratio",
                string.Create(CultureInfo.InvariantCulture, $"{SmallestRatio} to {LargestRatio}")
            ),
            .. IsSchemaOnly ? [new Fact("rows", "none")] : Array.Empty<Fact>(),
        ];

    /// <summary>A copy that dumps up to <paramref name="count"/> tables at once.</summary>
    public DumpOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>
    /// A copy with another compression, such as <c>9</c>, <c>zstd:3</c> or <c>0</c> for none.
    /// </summary>
    public DumpOperation Compress(string method) => this with { Compression = method };

    /// <summary>A copy that waits that long for a table's lock.</summary>
    public DumpOperation WaitForLocks(TimeSpan limit) => this with { LockWait = limit };

    /// <summary>A copy that leaves tables out; names as <c>schema.table</c>.</summary>
    public DumpOperation Without(params string[] tables) => this with { Excluded = [.. Excluded, .. tables] };

    /// <summary>A copy that dumps tables without their rows; names as <c>schema.table</c>.</summary>
    public DumpOperation WithoutRowsOf(params string[] tables) =>
        this with
        {
            ExcludedData = [.. ExcludedData, .. tables],
        };

    /// <summary>
    /// A copy that dumps the objects without rows and without the values of sequences: for a target that
    /// gets these by logical replication. No backup.
    /// </summary>
    public DumpOperation SchemaOnly() => this with { IsSchemaOnly = true };

    /// <summary>A copy that accepts another size compared with the previous dump.</summary>
    public DumpOperation SizeWithin(double smallest, double largest) =>
        this with
        {
            SmallestRatio = smallest,
            LargestRatio = largest,
        };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var folder = FolderOf(context);
        if (System.IO.Directory.Exists(folder.Path))
            return await ProbeFinalAsync(context, folder, cancellation).ConfigureAwait(false);
        var running = await PgSession
            .WithAsync(context, Database, SessionUse.Look, s => Orphan.FindAsync(context, s), cancellation)
            .ConfigureAwait(false);
        if (running is not null)
            return running;
        return System.IO.Directory.Exists(folder.Partial)
            ? Probe.Partial($"{folder.Partial} is left of an attempt that did not finish")
            : Probe.NotDone($"{folder.Path} does not exist");
    }

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation)
    {
        DumpFolder.Delete(FolderOf(context).Partial);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<DumpArtifact> RunAsync(StepContext context, CancellationToken cancellation) =>
        new DumpJob(this, context, FolderOf(context)).RunAsync(cancellation);

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        DumpArtifact result,
        CancellationToken cancellation
    )
    {
        var size = DumpSize.Compare(result, SmallestRatio, LargestRatio);
        return size.Passed
            ? await DumpReader
                .CheckAsync(context, result, readThrough: false, cancellation)
                .ConfigureAwait(false)
            : size;
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, DumpArtifact result, CancellationToken cancellation)
    {
        DumpFolder.Delete(FolderOf(context).Path);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(
            FolderOf(context) is var folder && System.IO.Directory.Exists(folder.Path)
                ? Probe.NotDone($"{folder.Path} is still there")
                : Probe.Done($"{folder.Path} is gone")
        );

    private DumpFolder FolderOf(StepContext context) =>
        DumpFolder.Of(context, Directory, PgTarget.Resolve(context, Database).Database);

    private static async Task<Probe> ProbeFinalAsync(
        StepContext context,
        DumpFolder folder,
        CancellationToken cancellation
    )
    {
        var manifest = folder.ReadManifest();
        if (manifest is null)
            return Probe.Conflict($"{folder.Path} exists without a manifest: not made by this step");
        if (manifest.Run != context.RunId || manifest.Step != context.StepId)
            return Probe.Conflict($"{folder.Path} was made by step {manifest.Step} of run {manifest.Run}");
        var wrong = await folder.CompareAsync(manifest, cancellation).ConfigureAwait(false);
        return wrong.Count == 0
            ? Probe.Done($"{folder.Path} matches its manifest", folder.Artifact(manifest).SaidBy(context))
            : Probe.Conflict($"{folder.Path} does not match its manifest: {string.Join("; ", wrong)}");
    }
}
