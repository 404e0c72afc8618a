using RunbookDsl.Hosts;

namespace RunbookDsl.Postgres.Tests;

/// <summary>An old cluster and a new, empty one, as files of a user who is not root.</summary>
internal sealed class Clusters : IAsyncDisposable
{
    public const string Secret = "UPGRADED_URL";

    private const string Rows = """
        create table t (id int primary key, text text);
        insert into t select i, 'row ' || i from generate_series(1, 5000) i;
        """;

    private readonly LocalProcessRunner _runner = new("/", Server.Environment, TimeProvider.System);

    private Clusters(string programs, string? user)
    {
        (Programs, User) = (programs, user);
        Folder = Directory.CreateTempSubdirectory("rbup").FullName;
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
    }

    public string Programs { get; }

    /// <summary>Who owns the files; null is whoever runs the tests.</summary>
    public string? User { get; }

    public string Folder { get; }

    public PgCluster Old => Pg.Cluster(Programs, $"{Folder}/c/old");

    public PgCluster New => Pg.Cluster(Programs, $"{Folder}/c/new");

    public UpgradeOperation Upgrade
    {
        get
        {
            var upgrade = Pg.Upgrade(Old, New);
            return User is null ? upgrade : upgrade.As(User);
        }
    }

    /// <summary>A database of the server that was started last.</summary>
    public static PgDatabase Shop => Pg.Database(new SecretReference(Secret)).Named("shop");

    public static async Task<Clusters> MakeAsync(CancellationToken stop)
    {
        var accounts = await File.ReadAllTextAsync("/etc/passwd", stop);
        var user =
            Environment.UserName != "root" ? null
            : accounts.Contains("\npostgres:", StringComparison.Ordinal) ? "postgres"
            : "nobody";
        var made = new Clusters(FindPrograms(), user);
        await made.ProgramAsync("install", ["-d", "-m", "700", $"{made.Folder}/c"], stop, asRoot: true);
        if (user is not null)
            await made.ProgramAsync("chown", [user, $"{made.Folder}/c"], stop, asRoot: true);
        return made;
    }

    /// <summary>A copy of clusters that are shut down.</summary>
    public async Task<Clusters> CopyAsync(CancellationToken stop)
    {
        var made = await MakeAsync(stop);
        await made.ProgramAsync("cp", ["-a", Old.Data, New.Data, $"{made.Folder}/c"], stop);
        return made;
    }

    /// <summary>Initialises both, the old one with rows, and leaves them shut down.</summary>
    public async Task FillAsync(CancellationToken stop)
    {
        await InitialiseAsync(Old, stop);
        await InitialiseAsync(New, stop);
        await StartAsync(Old, stop);
        await SqlAsync(Shop.Named("postgres"), "create database shop", stop);
        await SqlAsync(Shop, Rows, stop);
        await StopAsync(Old, stop);
    }

    /// <summary>A context whose secret leads to the server that was started last.</summary>
    public StepWorld Step(string step = "upgrade") =>
        new(Folder, "r1", step)
        {
            Secrets =
            {
                [Secret] = $"Host={Folder}/c;Port=5432;Username=postgres;Database=postgres",
                ["UPGRADE_PASSWORD"] = "geheim-a0c1",
            },
        };

    public Task StartAsync(PgCluster cluster, CancellationToken stop) =>
        ServerAsync(
            cluster,
            ["-o", $"-c listen_addresses= -c fsync=off -k {Folder}/c", "-l", $"{Folder}/c/log", "start"],
            stop
        );

    public Task StopAsync(PgCluster cluster, CancellationToken stop) =>
        ServerAsync(cluster, ["-m", "fast", "stop"], stop);

    public Task<int> SqlAsync(PgDatabase database, string sql, CancellationToken stop) =>
        PgSession.WithAsync(Step("sql"), database, SessionUse.Change, s => s.ExecuteAsync(sql), stop);

    public async Task<T> ReadAsync<T>(string sql, CancellationToken stop) =>
        (await PgSession.WithAsync(Step("read"), Shop, SessionUse.Look, s => s.ScalarAsync<T>(sql), stop))!;

    public Task ProgramAsync(string program, IReadOnlyList<string> arguments, CancellationToken stop) =>
        ProgramAsync(program, arguments, stop, asRoot: false);

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in new[] { Old, New })
            if (ServerProcess.ServerOf(cluster) is not null)
                await ServerAsync(cluster, ["-m", "immediate", "stop"], default);
        Directory.Delete(Folder, recursive: true);
    }

    private Task InitialiseAsync(PgCluster cluster, CancellationToken stop) =>
        ProgramAsync(
            cluster.Program("initdb"),
            ["-D", cluster.Data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-instructions"],
            stop
        );

    private Task ServerAsync(PgCluster cluster, string[] arguments, CancellationToken stop) =>
        ProgramAsync(cluster.Program("pg_ctl"), ["-D", cluster.Data, "-w", "-t", "120", .. arguments], stop);

    private async Task ProgramAsync(
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken stop,
        bool asRoot
    )
    {
        var command =
            User is null || asRoot
                ? new ProcessCommand(program, arguments)
                : new ProcessCommand("runuser", ["-u", User, "--", program, .. arguments]);
        var result = await _runner.RunAsync(command, stop);
        Assert.That(result.ExitCode, Is.Zero, $"{program}: {result.Output}{result.Error}");
    }

    private static string FindPrograms() =>
        Directory
            .GetDirectories("/usr/lib/postgresql")
            .Select(f => Path.Combine(f, "bin"))
            .Where(f => File.Exists(Path.Combine(f, "pg_upgrade")))
            .OrderByDescending(f => NativeTool.MajorOf(Path.GetFileName(Path.GetDirectoryName(f)!)))
            .First();
}
