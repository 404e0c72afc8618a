using System.Net;
using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// Brings a cluster up in a container, with the <c>docker</c> program of this machine. The container is
/// removed as a local server is ended: also when the process that started it is killed.
/// </summary>
internal sealed class ContainerStart(ClusterOptions options, string image)
{
    /// <summary>The label of every container of ours.</summary>
    public const string Label = "runbook.world";

    // A shell's background process cannot catch QUIT unless it is given back to it first; the supervisor
    // sends it until this has ended.
    private const string Script = """
        docker=$1 name=$2; shift 2
        trap '"$docker" rm -f "$name" >/dev/null 2>&1' QUIT
        "$docker" "$@" &
        while kill -0 $! 2>/dev/null; do wait $!; done
        """;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PullLimit = TimeSpan.FromMinutes(5);

    public async Task<LocalCluster> RunAsync(CancellationToken cancellation)
    {
        var docker = Programs.Need(
            "docker",
            $"start {image}, as the world file asks",
            "docker.io",
            options.Environment
        );
        var folder = Remains.NewPath(options.Root, StaleClusters.Prefix);
        var name = Path.GetFileName(folder);
        var password = Convert.ToHexStringLower(options.RandomBytes(16));
        var supervisor = Supervise(docker, name, folder, password);
        try
        {
            using var limit = new CancellationTokenSource(PullLimit, TimeProvider.System);
            var port = await PortAsync(docker, name, supervisor, limit.Token, cancellation)
                .ConfigureAwait(false);
            var major = await ReadyAsync(port, password, supervisor, limit.Token, cancellation)
                .ConfigureAwait(false);
            return new LocalCluster(supervisor, folder, port, password, major) { IsInContainer = true };
        }
        catch
        {
            await supervisor.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Supervisor Supervise(string docker, string name, string folder, string password)
    {
        var supervisor = Supervisor.Start(
            folder,
            [
                "/usr/bin/env",
                "--default-signal=QUIT",
                "/bin/sh",
                "-c",
                Script,
                "runbook-world",
                docker,
                name,
                .. Arguments(name),
            ],
            options.Environment,
            Variables(password)
        );
        supervisor.Begin();
        return supervisor;
    }

    private List<string> Arguments(string name)
    {
        // The password is taken from docker's own environment: arguments are there for everybody to see.
        List<string> arguments =
        [
            "run",
            "--rm",
            "--name",
            name,
            "--label",
            Label,
            "--publish",
            "127.0.0.1::5432",
            "--env",
            "POSTGRES_PASSWORD",
            "--env",
            "POSTGRES_INITDB_ARGS=--locale=C --encoding=UTF8",
            image,
        ];
        foreach (var (setting, value) in ServerConfiguration.InContainer(options.Settings))
            arguments.AddRange(["-c", $"{setting}={value}"]);
        return arguments;
    }

    private Dictionary<string, string> Variables(string password)
    {
        var variables = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = password };
        foreach (var (name, value) in options.Environment)
            if (name.StartsWith("DOCKER_", StringComparison.Ordinal) || name is "HOME" or "XDG_RUNTIME_DIR")
                variables[name] = value;
        return variables;
    }

    private async Task<int> PortAsync(
        string docker,
        string name,
        Supervisor supervisor,
        CancellationToken limit,
        CancellationToken cancellation
    )
    {
        var environment = ServerEnvironment.Of(options.Environment);
        foreach (var (variable, value) in Variables(""))
            environment[variable] = value;
        while (true)
        {
            var command = Tool.Command([docker, "port", name, "5432/tcp"], "/", environment);
            var (code, said) = await Tool.RunAsync(command, cancellation).ConfigureAwait(false);
            var address = said.Split('\n')[0].Trim();
            if (code == 0 && IPEndPoint.TryParse(address, out var end) && end.Port > 0)
                return end.Port;
            await AgainAsync(supervisor, limit, cancellation).ConfigureAwait(false);
        }
    }

    // The image's first server, which only fills the database, does not listen on TCP.
    private async Task<int> ReadyAsync(
        int port,
        string password,
        Supervisor supervisor,
        CancellationToken limit,
        CancellationToken cancellation
    )
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "postgres",
            Password = password,
            Database = "postgres",
            Pooling = false,
            Timeout = 5,
        };
        while (true)
            try
            {
                var connection = new NpgsqlConnection(settings.ConnectionString);
                await using var closing = connection.ConfigureAwait(false);
                await connection.OpenAsync(cancellation).ConfigureAwait(false);
                return connection.PostgreSqlVersion.Major;
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not "57P03" })
            {
                await AgainAsync(supervisor, limit, cancellation).ConfigureAwait(false);
            }
    }

    private async Task AgainAsync(
        Supervisor supervisor,
        CancellationToken limit,
        CancellationToken cancellation
    )
    {
        if (supervisor.ServerEnded.IsCompleted)
            throw new WorldException(
                $"docker did not start {image}. It said: {ServerLog.Tail(supervisor.Log)}"
            );
        if (limit.IsCancellationRequested)
            throw new WorldException(ServerLog.TooSlow(PullLimit, supervisor.Log));
        var pause = Task.Delay(LookAgain, TimeProvider.System, cancellation);
        await Task.WhenAny(supervisor.ServerEnded, pause).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }
}
