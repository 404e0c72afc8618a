using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Brings all databases of a stopped server into a new, empty cluster of another major version on the same
/// machine, by <c>pg_upgrade</c>. Neither server is started or stopped for good: that is the runbook's.
/// </summary>
/// <param name="Old">The cluster as it is; shut down cleanly.</param>
/// <param name="Fresh">A cluster just made by the new version's <c>initdb</c>; shut down.</param>
public sealed record UpgradeOperation(PgCluster Old, PgCluster Fresh) : Operation<UpgradeResult>, IPgOperation
{
    /// <summary>How the files get over. Default: copied.</summary>
    public UpgradeMode Mode { get; init; } = UpgradeMode.Copy;

    /// <summary>Databases and tablespaces worked on at once. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>The role that both clusters were initialised with. Default <c>postgres</c>.</summary>
    public string Superuser { get; init; } = "postgres";

    /// <summary>That role's password; null where <c>pg_hba.conf</c> wants none on sockets.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>
    /// The user of this machine that owns the files, for a runbook that runs as root; null is whoever runs
    /// it.
    /// </summary>
    public string? SystemUser { get; init; }

    /// <summary>Folder for the sockets of the servers that pg_upgrade starts; null is the step's
    /// own.</summary>
    public string? SocketFolder { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.Upgrade";

    /// <inheritdoc/>
    public override string Description => $"upgrade {Old} into {Fresh} by pg_upgrade, {How}";

    /// <inheritdoc/>
    public override EffectClass Effect =>
        Mode == UpgradeMode.Link ? EffectClass.Irreversible : EffectClass.Additive;

    /// <inheritdoc/>
    public override string? Target => $"cluster {Fresh}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => Password is null ? [] : [Password];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("old", Old.Data),
            new("old programs", Old.Programs),
            new("old configuration", Old.Directory),
            new("new", Fresh.Data),
            new("new programs", Fresh.Programs),
            new("new configuration", Fresh.Directory),
            new("files", How),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            new("superuser", Superuser),
            new("password", Password?.ToString() ?? "none"),
            new("as user", SystemUser ?? "whoever runs it"),
            new("sockets", SocketFolder ?? "the step's own folder"),
        ];

    /// <inheritdoc/>
    public override string Verification =>
        "both clusters are shut down, nobody has started the new one, and it has every database of the old"
        + " one";

    /// <inheritdoc/>
    public override string UndoDescription =>
        Mode == UpgradeMode.Link
            ? "until the new server is started once: give the old cluster its pg_control back, empty the"
                + " new one"
            : "empty the new cluster as it was; the old one was not touched and can be started";

    /// <inheritdoc/>
    public override string Warning =>
        (
            Mode == UpgradeMode.Link
                ? "The first start of the new server is the point of no return: both share their files. "
                : ""
        )
        + "Before 18 the new databases have no optimizer statistics and autovacuum never takes them:"
        + " Pg.AnalyzeInStages, then Pg.AssertStatistics, before traffic; replicas have to be made anew";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    string IPgOperation.ProbeText =>
        "the step's folder beside the new cluster: a result is done; half a cluster is put back as it was;"
        + " with pg_control.old there a person is asked; a pg_upgrade at work is waited for";

    /// <inheritdoc/>
    protected override JsonTypeInfo<UpgradeResult> JsonInfo => PgJson.Default.UpgradeResult;

    private string How =>
        Mode switch
        {
            UpgradeMode.Link => "sharing its files",
            UpgradeMode.Clone => "cloning its files",
            _ => "copying its files",
        };

    /// <summary>
    /// A copy that shares the files (hard links): quick whatever the size, and irreversible from the first
    /// start of the new server on.
    /// </summary>
    public UpgradeOperation Link() => this with { Mode = UpgradeMode.Link };

    /// <summary>A copy for file systems that can share blocks; pg_upgrade refuses where they
    /// cannot.</summary>
    public UpgradeOperation Reflink() => this with { Mode = UpgradeMode.Clone };

    /// <summary>A copy that works on so many databases and tablespaces at once.</summary>
    public UpgradeOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>A copy that logs in as another superuser, with the password of a secret where one is
    /// wanted.</summary>
    public UpgradeOperation Login(string superuser, SecretReference? password = null) =>
        this with
        {
            Superuser = superuser,
            Password = password,
        };

    /// <summary>A copy that runs the programs as <paramref name="user"/> of this machine: pg_upgrade refuses
    /// to run as root.</summary>
    public UpgradeOperation As(string user) => this with { SystemUser = user };

    /// <summary>A copy with another folder for sockets: their paths have at most 107 bytes.</summary>
    public UpgradeOperation Sockets(string folder) => this with { SocketFolder = folder };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var (from, to) = (Old.Major(), Fresh.Major());
        if (ServerProcess.UpgradeInto(Fresh) is { } running)
            return Probe.InFlight($"pg_upgrade into {Fresh} is at work, pid {running.Pid}");
        var job = new UpgradeJob(this, context);
        if (!job.Folder.HasCopy)
            return job.HasLinked
                ? Probe.Conflict($"{Old} was upgraded by sharing its files before, by somebody else")
                : Probe.NotDone($"nothing was done to {Fresh} yet");
        if (job.Folder.Read() is { } result)
            return Probe.Done($"pg_upgrade ended well, says {job.Folder.Path}", result);
        if (job.Folder.HasEnded && ServerProcess.ServerOf(Fresh) is null)
            return Probe.Done(
                $"pg_upgrade ended well, say its scripts in {job.Folder.Path}",
                await job.FinishAsync(from, to, cancellation).ConfigureAwait(false)
            );
        return job.HasLinked
            ? Probe.Conflict(job.LinkedHalf)
            : Probe.Partial($"{Fresh} is half filled; the old cluster is as it was");
    }

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation) =>
        new UpgradeJob(this, context).PutBackAsync(cancellation);

    /// <inheritdoc/>
    public override Task<UpgradeResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        new UpgradeJob(this, context).RunAsync(cancellation);

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        UpgradeResult result,
        CancellationToken cancellation
    )
    {
        var job = new UpgradeJob(this, context);
        if (ServerProcess.ServerOf(Old) is { } server)
            return Verdict.Fail($"the server of {Old} runs (pid {server.Pid})");
        if (!await IsUnusedAsync(job, result, cancellation).ConfigureAwait(false))
            return Verdict.Fail($"the server of {Fresh} was started since the upgrade, by somebody else");
        if (Mode == UpgradeMode.Link != job.HasLinked)
            return Verdict.Fail(
                job.HasLinked ? $"{Old} has lost its pg_control" : $"{Old} still has its pg_control"
            );
        var missing = job.MissingDatabases(result.To);
        return missing.Count > 0
            ? Verdict.Fail(
                $"{Fresh} lacks databases of the old cluster: base/{string.Join(", base/", missing)}"
            )
            : Verdict.Pass(
                $"{result.Databases} databases went from PostgreSQL {result.From} to {result.To}; nobody has"
                    + " started the new server"
            );
    }

    /// <inheritdoc/>
    public override async Task UndoAsync(
        StepContext context,
        UpgradeResult result,
        CancellationToken cancellation
    )
    {
        var job = new UpgradeJob(this, context);
        if (ServerProcess.ServerOf(Fresh) is { IsOfUpgrade: false } server)
            throw new OperationFailedException(
                $"the server of {Fresh} runs (pid {server.Pid}). Nothing was taken back: stop it first"
            );
        if (job.Folder.HasCopy)
        {
            if (
                !job.Folder.IsUndoing && !await IsUnusedAsync(job, result, cancellation).ConfigureAwait(false)
            )
            {
                if (Mode == UpgradeMode.Link)
                    throw new OperationFailedException(
                        $"the server of {Fresh} was started since the upgrade and writes to files that"
                            + $" {Old} shares:"
                            + " there is no way back to the old cluster. Restore a backup of it"
                    );
                context.Note($"what was written to {Fresh} since the upgrade is gone");
            }
            job.Folder.BeginUndo();
            await job.UnlinkAsync(cancellation).ConfigureAwait(false);
            await job.PutBackAsync(cancellation).ConfigureAwait(false);
        }
        await job.RemoveFolderAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        var job = new UpgradeJob(this, context);
        return Task.FromResult(
            System.IO.Directory.Exists(job.Folder.Path) || job.HasLinked
                ? Probe.NotDone($"{job.Folder.Path} is still there")
                : Probe.Done($"{Fresh} is empty again, and {Old} as it was")
        );
    }

    private async Task<bool> IsUnusedAsync(
        UpgradeJob job,
        UpgradeResult result,
        CancellationToken cancellation
    )
    {
        if (ServerProcess.ServerOf(Fresh) is not null)
            return false;
        var control = await job.ControlAsync(Fresh, cancellation).ConfigureAwait(false);
        return control.IsShutDown && control.Checkpoint == result.Checkpoint;
    }
}
