using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Writes the roles, memberships, settings of roles and tablespaces of a server as SQL, by <c>pg_dumpall
/// --globals-only</c>: what no dump of a database has, and what its restore on a new server needs first.
/// Journaled is what is in the file, never a password; an interrupted attempt is cleared and made again.
/// </summary>
/// <param name="Database">Any database of the server.</param>
/// <param name="Directory">
/// Folder for dumps, relative to the runbook; made if missing, for its owner only.
/// </param>
public sealed record DumpGlobalsOperation(PgDatabase Database, string Directory)
    : PgOperation<GlobalsDump>(Database)
{
    private const string Wanted = """
        select 'CREATE ROLE ' || quote_ident(rolname) || ';' from pg_roles where rolname !~ '^pg_'
        union all
        select 'CREATE TABLESPACE ' || quote_ident(spcname) || ' ' from pg_tablespace where spcname !~ '^pg_'
        order by 1
        """;

    /// <summary>Whether the roles' hashed passwords are in the file. Default no.</summary>
    public bool HasPasswords { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.DumpGlobals";

    /// <inheritdoc/>
    public override string Description =>
        $"dump roles and tablespaces of the server of {Database.Secret} into {Directory}"
        + (HasPasswords ? ", with hashed passwords" : "");

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Additive;

    /// <inheritdoc/>
    public override string? Target => $"server of {Database.Secret}";

    /// <inheritdoc/>
    public override string Verification =>
        "the file is whole and as it was written, and every role and tablespace of the server is in it";

    /// <inheritdoc/>
    public override string UndoDescription => "delete the file";

    /// <inheritdoc/>
    public override string Warning =>
        HasPasswords
            ? "Whoever reads the file can log in as any role, or try passwords at leisure: keep it like a key"
            : "Roles restored from it have no password and cannot log in with one: set it, or"
                + " .WithPasswords()";

    /// <inheritdoc/>
    public override bool CanRepair => true;

    /// <inheritdoc/>
    protected override JsonTypeInfo<GlobalsDump> JsonInfo => PgJson.Default.GlobalsDump;

    private protected override string ProbeText =>
        "a file of the final name is whole and done; one named .partial is cleared; a session of this step is"
        + " waited for";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("directory", Directory), new("passwords", HasPasswords ? "hashed" : "none")];

    /// <summary>
    /// A copy that keeps the roles' passwords, as the hashes the server has. Only a superuser may read them.
    /// </summary>
    public DumpGlobalsOperation WithPasswords() => this with { HasPasswords = true };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var file = GlobalsFile.Of(context, Directory);
        if (file.Exists)
            return await file.ReadAsync(HasPasswords, cancellation).ConfigureAwait(false) is { } made
                ? Probe.Done($"{file.Path} is whole", made)
                : Probe.Conflict($"{file.Path} exists and is not whole: not made by this step, or changed");
        var running = await With(
                context,
                SessionUse.Look,
                session => Orphan.FindAsync(context, session),
                cancellation
            )
            .ConfigureAwait(false);
        if (running is not null)
            return running;
        return File.Exists(file.Partial)
            ? Probe.Partial($"{file.Partial} is left of an attempt that did not finish")
            : Probe.NotDone($"{file.Path} does not exist");
    }

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation)
    {
        GlobalsFile.Of(context, Directory).Delete(isPartial: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<GlobalsDump> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var file = GlobalsFile.Of(context, Directory);
        var target = PgTarget.Resolve(context, Database);
        var major = await With(context, SessionUse.Look, s => Task.FromResult(s.Major), cancellation)
            .ConfigureAwait(false);
        var tool = await NativeTool
            .FindAsync(context, "pg_dumpall", major, cancellation)
            .ConfigureAwait(false);
        file.Begin();
        var run = new ToolRun(
            tool,
            target,
            [
                "--globals-only",
                $"--file={file.Partial}",
                $"--database={target.Database}",
                "--no-password",
                .. HasPasswords ? Array.Empty<string>() : ["--no-role-passwords"],
            ]
        )
        {
            Changes = false,
        };
        await run.RunAsync(context, cancellation).ConfigureAwait(false);
        await file.FinishAsync(cancellation).ConfigureAwait(false);
        return (await file.ReadAsync(HasPasswords, cancellation).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        GlobalsDump result,
        CancellationToken cancellation
    )
    {
        var file = GlobalsFile.Of(context, Directory);
        if (!file.Exists)
            return Verdict.Fail($"{file.Path} is gone");
        var now = await file.ReadAsync(HasPasswords, cancellation).ConfigureAwait(false);
        if (now is null || now.Sha256 != result.Sha256)
            return Verdict.Fail($"{file.Path} has changed since it was written (SHA-256 differs)");
        var wanted = await With(
                context,
                SessionUse.Look,
                session => session.RowsAsync(Wanted, r => r.GetString(0)),
                cancellation
            )
            .ConfigureAwait(false);
        var lacking = await file.LackingAsync(wanted, cancellation).ConfigureAwait(false);
        return lacking.Count == 0
            ? Verdict.Pass(
                $"{now.Roles} roles, {now.Memberships} memberships, {now.Tablespaces} tablespaces in"
                    + $" {file.Path}"
            )
            : Verdict.Fail(
                $"{file.Path} lacks {TableActivities.Names(lacking.Select(l => l.TrimEnd(' ', ';')))}"
            );
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, GlobalsDump result, CancellationToken cancellation)
    {
        GlobalsFile.Of(context, Directory).Delete(isPartial: false);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(
            GlobalsFile.Of(context, Directory) is var file && file.Exists
                ? Probe.NotDone($"{file.Path} is still there")
                : Probe.Done($"{file.Path} is gone")
        );
}
