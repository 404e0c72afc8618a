using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Proves a dump by restoring it: into a database of its own on a scratch server, with statistics, compared
/// with the manifest, then dropped. The time it took is the estimate for the real restore.
/// </summary>
/// <param name="Artifact">The dump.</param>
/// <param name="On">The scratch server; its database is not touched.</param>
public sealed record RehearseRestoreOperation(Input<DumpArtifact> Artifact, PgDatabase On)
    : PgOperation<RestoreResult>(On)
{
    /// <summary>Tables and indexes restored at once; the same as in the real restore. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>
    /// Whether the source's own server may be used. Default no: it would compete with production.
    /// </summary>
    public bool MayUseSource { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.RehearseRestore";

    /// <inheritdoc/>
    public override string Description =>
        $"restore {Artifact} into a scratch database on the server of {On.Secret}, compare it, drop it";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Additive;

    /// <inheritdoc/>
    public override string? Target => $"server of {On.Secret}";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => Artifact.Reads;

    /// <inheritdoc/>
    public override string Verification =>
        "rows of every table, indexes, constraints and sequences were as in the manifest; the"
        + " scratch database is gone";

    /// <inheritdoc/>
    public override string UndoDescription =>
        "nothing is left: the scratch database is dropped by the step itself";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    /// <inheritdoc/>
    protected override JsonTypeInfo<RestoreResult> JsonInfo => PgJson.Default.RestoreResult;

    private protected override string ProbeText =>
        "a scratch database of this step is dropped and made again; a session of this step is waited for";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("dump", Artifact.ToString()),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            new("on the source's own server", MayUseSource ? "allowed" : "refused"),
        ];

    /// <summary>A copy that restores up to <paramref name="count"/> tables and indexes at once.</summary>
    public RehearseRestoreOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>A copy that may run on the server the dump came from, beside its live databases.</summary>
    public RehearseRestoreOperation AllowSameServer() => this with { MayUseSource = true };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            RestoreJob.Maintenance(On),
            SessionUse.Look,
            async session =>
            {
                if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
                    return running;
                var work = RestoreJob.WorkName(context);
                var (exists, _) = await RestoreJob.FindAsync(session, work).ConfigureAwait(false);
                return exists
                    ? Probe.Partial($"scratch database \"{work}\" is left of an attempt that did not finish")
                    : Probe.NotDone($"there is no scratch database \"{work}\"");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation) =>
        RestoreJob.DropWorkAsync(context, On, cancellation);

    /// <inheritdoc/>
    public override async Task<RestoreResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var artifact = context.Read(Artifact);
        var job = new RestoreJob(context, On, artifact) { Jobs = JobCount, WithOwners = false };
        var manifest = job.Manifest();
        await PgSession
            .WithAsync(
                context,
                RestoreJob.Maintenance(On),
                SessionUse.Look,
                session => RefuseSourceAsync(session, manifest),
                cancellation
            )
            .ConfigureAwait(false);
        var work = RestoreJob.WorkName(context);
        try
        {
            var took = await job.FillAsync(manifest, cancellation).ConfigureAwait(false);
            await CompareAsync(context, work, manifest, cancellation).ConfigureAwait(false);
            return new RestoreResult
            {
                Database = work,
                From = artifact.Path,
                Tables = manifest.Source.Tables.Count,
                Rows = manifest.Source.Rows,
                Took = took,
            };
        }
        finally
        {
            if (!cancellation.IsCancellationRequested)
                await RestoreJob.DropWorkAsync(context, On, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        RestoreResult result,
        CancellationToken cancellation
    )
    {
        var (exists, _) = await PgSession
            .WithAsync(
                context,
                RestoreJob.Maintenance(On),
                SessionUse.Look,
                session => RestoreJob.FindAsync(session, result.Database),
                cancellation
            )
            .ConfigureAwait(false);
        var took = Durations.Text(result.Took);
        return exists
            ? Verdict.Fail($"scratch database \"{result.Database}\" is still there")
            : Verdict.Pass(
                $"{result.Tables} tables with {result.Rows} rows were restored in {took}; nothing is left"
            );
    }

    /// <inheritdoc/>
    public override Task UndoAsync(
        StepContext context,
        RestoreResult result,
        CancellationToken cancellation
    ) => RestoreJob.DropWorkAsync(context, On, cancellation);

    private async Task<bool> RefuseSourceAsync(PgSession session, DumpManifest manifest)
    {
        var server = await SourceReader.ServerAsync(session).ConfigureAwait(false);
        return server.IsSameAs(manifest.Source.Server) && !MayUseSource
            ? throw new OperationFailedException(
                $"{session.Target.Host} port {session.Target.Port} is the server the dump came"
                    + $" from (system identifier {server.SystemIdentifier});"
                    + " a rehearsal there competes with it for disk and memory. Give another"
                    + " server, or .AllowSameServer()"
            )
            : true;
    }

    private async Task CompareAsync(
        StepContext context,
        string work,
        DumpManifest manifest,
        CancellationToken cancellation
    )
    {
        var verdict = await PgSession
            .WithAsync(
                context,
                On.Named(work),
                SessionUse.Change,
                async session =>
                {
                    await session.ExecuteAsync("analyze").ConfigureAwait(false);
                    return await RestoredCheck.CompareAsync(session, manifest).ConfigureAwait(false);
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (!verdict.Passed)
            throw new OperationFailedException($"the dump cannot be relied on: {verdict.Evidence}");
        context.Note(verdict.Evidence);
    }
}
