using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Restores a dump into a new database of the given name, with the source's encoding, locale, settings and
/// privileges, and compares it with the manifest. Never touches a database that is already there: swap the
/// names afterwards.
/// </summary>
/// <param name="Artifact">The dump.</param>
/// <param name="Into">The new database; its name must be free.</param>
public sealed record RestoreOperation(Input<DumpArtifact> Artifact, PgDatabase Into)
    : PgOperation<RestoreResult>(Into)
{
    /// <summary>Tables and indexes restored at once. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>Whether owners and privileges are restored; their roles must exist. Default yes.</summary>
    public bool KeepsOwners { get; init; } = true;

    /// <inheritdoc/>
    public override string Kind => "Pg.Restore";

    /// <inheritdoc/>
    public override string Description => $"restore {Artifact} into the new {Into}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => Artifact.Reads;

    /// <inheritdoc/>
    public override string Verification =>
        "rows of every table, indexes, constraints and sequences are as in the dump's manifest";

    /// <inheritdoc/>
    public override string UndoDescription => "drop the restored database";

    /// <inheritdoc/>
    public override string Warning =>
        "Has no optimizer statistics yet: run Pg.AnalyzeInStages and Pg.AssertStatistics before"
        + " traffic is let in";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    /// <inheritdoc/>
    protected override JsonTypeInfo<RestoreResult> JsonInfo => PgJson.Default.RestoreResult;

    private protected override string ProbeText =>
        "a database of the final name with our comment is done; one of the working name is"
        + " dropped; a session is waited for";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("dump", Artifact.ToString()),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            new("owners and privileges", KeepsOwners ? "as dumped" : "left out"),
        ];

    /// <summary>A copy that restores up to <paramref name="count"/> tables and indexes at once.</summary>
    public RestoreOperation Jobs(int count) => this with { JobCount = count };

    /// <summary>
    /// A copy that leaves out owners and privileges: everything belongs to the login of the secret.
    /// </summary>
    public RestoreOperation WithoutOwners() => this with { KeepsOwners = false };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            RestoreJob.Maintenance(Into),
            SessionUse.Look,
            session => ProbeAsync(context, session),
            cancellation
        );

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation) =>
        RestoreJob.DropWorkAsync(context, Into, cancellation);

    /// <inheritdoc/>
    public override async Task<RestoreResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var artifact = context.Read(Artifact);
        var job = new RestoreJob(context, Into, artifact) { Jobs = JobCount, WithOwners = KeepsOwners };
        var manifest = job.Manifest();
        await PgSession
            .WithAsync(
                context,
                RestoreJob.Maintenance(Into),
                SessionUse.Look,
                RefuseExistingAsync,
                cancellation
            )
            .ConfigureAwait(false);
        var took = await job.FillAsync(manifest, cancellation).ConfigureAwait(false);
        await PgSession
            .WithAsync(
                context,
                RestoreJob.Maintenance(Into),
                SessionUse.Change,
                session =>
                    DatabaseFinish.PublishAsync(context, session, FinalName(context), manifest, KeepsOwners),
                cancellation
            )
            .ConfigureAwait(false);
        return ResultOf(context, artifact, took);

        async Task<bool> RefuseExistingAsync(PgSession session)
        {
            var name = FinalName(context);
            var (exists, _) = await RestoreJob.FindAsync(session, name).ConfigureAwait(false);
            return exists
                ? throw new OperationFailedException(
                    $"database \"{name}\" at {session.Target.Host} port {session.Target.Port}"
                        + $" already exists; a dump is never"
                        + " restored over one. Restore under a new name and swap, or rename the old one first"
                )
                : false;
        }
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        RestoreResult result,
        CancellationToken cancellation
    )
    {
        var job = new RestoreJob(context, Into, context.Read(Artifact)) { Jobs = JobCount };
        return PgSession.WithAsync(
            context,
            Into,
            SessionUse.Look,
            session => RestoredCheck.CompareAsync(session, job.Manifest()),
            cancellation
        );
    }

    /// <inheritdoc/>
    public override Task UndoAsync(
        StepContext context,
        RestoreResult result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            RestoreJob.Maintenance(Into),
            SessionUse.Change,
            async session =>
            {
                var name = FinalName(context);
                var (exists, comment) = await RestoreJob.FindAsync(session, name).ConfigureAwait(false);
                if (exists && comment != RestoreJob.Mark(context))
                    throw new OperationFailedException(
                        $"database \"{name}\" is not the one this step restored (its comment is not"
                            + $" \"{RestoreJob.Mark(context)}\"); it is not dropped"
                    );
                return await session
                    .ExecuteAsync($"drop database if exists {Sql.Name(name)} with (force)")
                    .ConfigureAwait(false);
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            RestoreJob.Maintenance(Into),
            SessionUse.Look,
            async session =>
            {
                var name = FinalName(context);
                var (exists, comment) = await RestoreJob.FindAsync(session, name).ConfigureAwait(false);
                return exists && comment == RestoreJob.Mark(context)
                    ? Probe.NotDone($"database \"{name}\" is still there")
                    : Probe.Done($"no database \"{name}\" of this step is there");
            },
            cancellation
        );

    private async Task<Probe> ProbeAsync(StepContext context, PgSession session)
    {
        var name = FinalName(context);
        var (exists, comment) = await RestoreJob.FindAsync(session, name).ConfigureAwait(false);
        if (exists && comment == RestoreJob.Mark(context))
            return Probe.Done(
                $"database \"{name}\" was restored by this step",
                ResultOf(context, context.Read(Artifact), TimeSpan.Zero)
            );
        if (exists)
            return Probe.Conflict(
                $"database \"{name}\" already exists and was not restored by this step"
                    + $" ({comment ?? "no comment"})"
            );
        if (await Orphan.FindAsync(context, session).ConfigureAwait(false) is { } running)
            return running;
        var work = RestoreJob.WorkName(context);
        var (partial, _) = await RestoreJob.FindAsync(session, work).ConfigureAwait(false);
        return partial
            ? Probe.Partial($"database \"{work}\" is left of an attempt that did not finish")
            : Probe.NotDone($"there is no database \"{name}\"");
    }

    private string FinalName(StepContext context) => PgTarget.Resolve(context, Into).Database;

    private RestoreResult ResultOf(StepContext context, DumpArtifact artifact, TimeSpan took) =>
        new()
        {
            Database = FinalName(context),
            From = artifact.Path,
            Tables = artifact.Tables,
            Rows = artifact.Rows,
            Took = took,
        };
}
