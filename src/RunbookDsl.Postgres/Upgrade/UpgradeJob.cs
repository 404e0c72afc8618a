using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// What <see cref="UpgradeOperation"/> does with files and programs: refuse, copy the empty cluster, run
/// pg_upgrade, and put the copy back.
/// </summary>
internal sealed class UpgradeJob
{
    private const int LongestSocketPath = 107;
    private const int PreservesNumbers = 15;
    private const int FirstUserNumber = 16384;

    private readonly UpgradeOperation _spec;
    private readonly StepContext _context;
    private readonly ServerPrograms _programs;

    public UpgradeJob(UpgradeOperation spec, StepContext context)
    {
        (_spec, _context) = (spec, context);
        var password = spec.Password is { } secret ? context.Reveal(secret).Trim() : null;
        if (password is { Length: > 0 })
            context.Redact(password);
        _programs = new ServerPrograms(context, spec.SystemUser, password);
        Folder = UpgradeFolder.Of(context, spec.Fresh);
    }

    public UpgradeFolder Folder { get; }

    /// <summary>Whether the old cluster's control file has the name that pg_upgrade gives it right before it
    /// shares the first file.</summary>
    public bool HasLinked => File.Exists(OldControl + ".old");

    private string OldControl => Path.Combine(_spec.Old.Data, "global", "pg_control");

    public async Task<UpgradeResult> RunAsync(CancellationToken cancellation)
    {
        var (from, to) = (_spec.Old.Major(), _spec.Fresh.Major());
        await RefuseAsync(cancellation).ConfigureAwait(false);
        await CopyEmptyAsync(cancellation).ConfigureAwait(false);
        ProcessResult result;
        try
        {
            result = await _programs
                .TryAsync(Command(Folder.Path, isCheck: false), cancellation)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new OutcomeUnknownException(
                $"pg_upgrade into {_spec.Fresh} was cancelled; a server that it started may still run",
                e
            );
        }
        if (result.ExitCode != 0)
            throw await FailedAsync(result, cancellation).ConfigureAwait(false);
        return await FinishAsync(from, to, cancellation).ConfigureAwait(false);
    }

    /// <summary>The result of an upgrade that ended well, written down for later looks.</summary>
    public async Task<UpgradeResult> FinishAsync(int from, int to, CancellationToken cancellation)
    {
        var control = await ControlAsync(_spec.Fresh, cancellation).ConfigureAwait(false);
        var result = new UpgradeResult(
            from,
            to,
            _context.Varying(ServerSide.PositionKind, control.Checkpoint),
            DatabasesOf(_spec.Fresh).Count,
            Folder.Path,
            Folder.Scripts()
        );
        Folder.Write(result);
        return result;
    }

    public Task<ClusterControl> ControlAsync(PgCluster cluster, CancellationToken cancellation) =>
        ClusterControl.ReadAsync(_programs, cluster, cancellation);

    /// <summary>User databases of the old cluster whose folder the new one lacks.</summary>
    public List<string> MissingDatabases(int to) =>
        to < PreservesNumbers
            ? []
            : [.. DatabasesOf(_spec.Old).Where(IsUsers).Except(DatabasesOf(_spec.Fresh))];

    /// <summary>Runs <c>pg_upgrade --check</c>.</summary>
    public async Task<Verdict> CheckAsync(CancellationToken cancellation)
    {
        var (from, to) = (_spec.Old.Major(), _spec.Fresh.Major());
        var folder = Folder.Path + ".check";
        await _programs.RunAsync("mkdir", ["-p", "-m", "700", folder], cancellation).ConfigureAwait(false);
        try
        {
            var result = await _programs
                .TryAsync(Command(folder, isCheck: true), cancellation)
                .ConfigureAwait(false);
            return result.ExitCode == 0
                ? Verdict.Pass($"pg_upgrade finds the clusters compatible: PostgreSQL {from} and {to}")
                : Verdict.Fail(
                    $"pg_upgrade finds {_spec.Old} and {_spec.Fresh} not ready: {ServerPrograms.Said(result)}"
                );
        }
        finally
        {
            await _programs.RunAsync("rm", ["-rf", folder], CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Makes the new data directory what it was before pg_upgrade. Can be repeated; stops a server that
    /// pg_upgrade left behind, and no other.
    /// </summary>
    public async Task PutBackAsync(CancellationToken cancellation)
    {
        if (!Folder.HasCopy)
            return;
        if (Directory.EnumerateFileSystemEntries(Path.Combine(_spec.Fresh.Data, "pg_tblspc")).Any())
            throw new OperationFailedException(
                $"{_spec.Fresh} has tablespaces, and pg_upgrade made folders in them. Remove the new"
                    + $" version's folder PG_… from each, initialise the new cluster again, and remove"
                    + $" {Folder.Path}"
            );
        if (ServerProcess.ServerOf(_spec.Fresh) is { IsOfUpgrade: false } server)
            throw new OperationFailedException(
                $"the server of {_spec.Fresh} runs (pid {server.Pid}), and pg_upgrade did not start it."
                    + $" Nothing was put back: stop it first"
            );
        await StopLeftoverAsync(_spec.Fresh, cancellation).ConfigureAwait(false);
        await StopLeftoverAsync(_spec.Old, cancellation).ConfigureAwait(false);
        await RequireOursAsync(cancellation).ConfigureAwait(false);
        if (Directory.Exists(Folder.Output))
        {
            await _programs.RunAsync("rm", ["-rf", Folder.Logs], cancellation).ConfigureAwait(false);
            await _programs.RunAsync("mv", [Folder.Output, Folder.Logs], cancellation).ConfigureAwait(false);
        }
        await _programs
            .RunAsync("find", ["-H", _spec.Fresh.Data, "-mindepth", "1", "-delete"], cancellation)
            .ConfigureAwait(false);
        await _programs
            .RunAsync("cp", ["-a", "--reflink=auto", $"{Folder.Copy}/.", _spec.Fresh.Data], cancellation)
            .ConfigureAwait(false);
        await _programs.RunAsync("sync", ["-f", _spec.Fresh.Data], cancellation).ConfigureAwait(false);
        await _programs
            .RunAsync("rm", ["-rf", Folder.Copy, Folder.Within("delete_old_cluster.sh")], cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Gives the old cluster's control file its name back; only while nobody has started the new
    /// one.</summary>
    public async Task UnlinkAsync(CancellationToken cancellation)
    {
        if (!HasLinked)
            return;
        await _programs
            .RunAsync("mv", ["-T", OldControl + ".old", OldControl], cancellation)
            .ConfigureAwait(false);
        await _programs.RunAsync("sync", ["-f", OldControl], cancellation).ConfigureAwait(false);
    }

    public Task RemoveFolderAsync(CancellationToken cancellation) =>
        _programs.RunAsync("rm", ["-rf", Folder.Path], cancellation);

    /// <summary>Refuses before anything is touched.</summary>
    private async Task RefuseAsync(CancellationToken cancellation)
    {
        foreach (var cluster in new[] { _spec.Old, _spec.Fresh })
        {
            if (ServerProcess.ServerOf(cluster) is { } server)
                throw new OperationFailedException(
                    $"the server of {cluster} runs (pid {server.Pid}). Nothing was done: stop it first"
                );
            var control = await ControlAsync(cluster, cancellation).ConfigureAwait(false);
            if (!control.IsShutDown)
                throw new OperationFailedException(
                    $"{cluster} was not shut down cleanly as a primary (state \"{control.State}\"). Nothing"
                        + $" was done: start it, and stop it with pg_ctl stop -m fast"
                );
        }
        if (new DirectoryInfo(Path.Combine(_spec.Fresh.Data, "pg_wal")).LinkTarget is { } elsewhere)
            throw new OperationFailedException(
                $"pg_wal of {_spec.Fresh} is a link to {elsewhere}, of which no copy is made. Nothing was"
                    + $" done: initialise the new cluster without --waldir, and move pg_wal afterwards"
            );
    }

    private async Task CopyEmptyAsync(CancellationToken cancellation)
    {
        await _programs
            .RunAsync("mkdir", ["-p", "-m", "700", Folder.Path], cancellation)
            .ConfigureAwait(false);
        await _programs
            .RunAsync("rm", ["-rf", Folder.HalfCopy, Folder.Within("undoing"), Folder.Output], cancellation)
            .ConfigureAwait(false);
        await _programs
            .RunAsync("cp", ["-a", "--reflink=auto", $"{_spec.Fresh.Data}/.", Folder.HalfCopy], cancellation)
            .ConfigureAwait(false);
        await _programs.RunAsync("sync", ["-f", Folder.HalfCopy], cancellation).ConfigureAwait(false);
        await _programs
            .RunAsync("mv", ["-T", Folder.HalfCopy, Folder.Copy], cancellation)
            .ConfigureAwait(false);
    }

    private ProcessCommand Command(string directory, bool isCheck)
    {
        var sockets = _spec.SocketFolder ?? directory;
        if (System.Text.Encoding.UTF8.GetByteCount($"{sockets}/.s.PGSQL.50432") > LongestSocketPath)
            throw new OperationFailedException(
                $"{sockets} is too long a path for a socket. Nothing was done: give a short folder that the"
                    + " server's user may write to, with .Sockets(\"/run/postgresql\")"
            );
        return _programs.Command(
            _spec.Fresh.Program("pg_upgrade"),
            [
                $"--old-bindir={_spec.Old.Programs}",
                $"--new-bindir={_spec.Fresh.Programs}",
                $"--old-datadir={_spec.Old.Directory}",
                $"--new-datadir={_spec.Fresh.Directory}",
                $"--username={_spec.Superuser}",
                $"--socketdir={sockets}",
                $"--jobs={_spec.JobCount.ToString(CultureInfo.InvariantCulture)}",
                .. _spec.Mode switch
                {
                    UpgradeMode.Link => ["--link"],
                    UpgradeMode.Clone => ["--clone"],
                    _ => Array.Empty<string>(),
                },
                .. isCheck ? ["--check"] : Array.Empty<string>(),
            ]
        ) with
        {
            Directory = directory,
            OnLine = line => _context.Report(new StepProgress(line.Trim())),
        };
    }

    private async Task<OperationFailedException> FailedAsync(
        ProcessResult result,
        CancellationToken cancellation
    )
    {
        var code = result.ExitCode.ToString(CultureInfo.InvariantCulture);
        var said = $"pg_upgrade ended with exit code {code}: {ServerPrograms.Said(result)}.";
        if (said.Contains("cannot be run as root", StringComparison.Ordinal))
            said += " Name the server's user of this machine with .As(\"postgres\").";
        if (HasLinked)
            return new OperationFailedException($"{said} {LinkedHalf}");
        await PutBackAsync(cancellation).ConfigureAwait(false);
        return new OperationFailedException(
            $"{said} The old cluster is as it was, and the new one was put back; what pg_upgrade logged is in"
                + $" {Folder.Logs}"
        );
    }

    /// <summary>What a person is told when files are shared and the upgrade did not end.</summary>
    public string LinkedHalf =>
        $"Files are shared already ({OldControl}.old is there) and the upgrade did not end. As long as"
        + $" nobody has"
        + $" started the new server, the old cluster is whole: rename {OldControl}.old to pg_control,"
        + $" initialise {_spec.Fresh} again, and remove {Folder.Path}";

    private async Task StopLeftoverAsync(PgCluster cluster, CancellationToken cancellation)
    {
        if (ServerProcess.ServerOf(cluster) is not { IsOfUpgrade: true })
            return;
        await _programs
            .RunAsync(
                cluster.Program("pg_ctl"),
                ["stop", "-D", cluster.Data, "-m", "fast", "-w"],
                cancellation
            )
            .ConfigureAwait(false);
    }

    // Whoever empties a data directory looks twice whose it is.
    private async Task RequireOursAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(_spec.Fresh.Data, "global", "pg_control")))
            return;
        var now = await ControlAsync(_spec.Fresh, cancellation).ConfigureAwait(false);
        var before = await ControlAsync(_spec.Fresh with { Data = Folder.Copy }, cancellation)
            .ConfigureAwait(false);
        if (now.System != before.System)
            throw new OperationFailedException(
                $"{_spec.Fresh} is another cluster than the one that was copied to {Folder.Copy} (system"
                    + $" identifiers {now.System} and {before.System}). Nothing was put back"
            );
    }

    private static bool IsUsers(string database) =>
        int.TryParse(database, CultureInfo.InvariantCulture, out var number) && number >= FirstUserNumber;

    private static List<string> DatabasesOf(PgCluster cluster) =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(cluster.Data, "base"))
                .Select(f => Path.GetFileName(f))
                .Where(n => n.All(char.IsAsciiDigit))
                .Order(StringComparer.Ordinal),
        ];
}
