namespace RunbookDsl.Testing;

/// <summary>
/// Runs containers with the <c>docker</c> program of this machine. A container is removed as a local server
/// is ended: by a small process that outlives us.
/// </summary>
internal sealed class DockerEngine(TimeProvider clock) : IContainerEngine
{
    // A shell's background process cannot catch QUIT unless it is given back to it first; the supervisor
    // sends it until this has ended. The image's volume is removed too.
    private const string Script = """
        docker=$1 name=$2; shift 2
        trap '"$docker" rm -f -v "$name" >/dev/null 2>&1' QUIT
        "$docker" "$@" &
        while kill -0 $! 2>/dev/null; do wait $!; done
        """;

    public async Task<IContainerServer> StartAsync(ContainerOrder order, CancellationToken cancellation)
    {
        var docker = Programs.Need(
            "docker",
            $"start {order.Image}, as the world file asks",
            "docker.io",
            order.Environment
        );
        await SweepAsync(docker, order, cancellation).ConfigureAwait(false);
        var supervisor = Supervisor.Start(
            order.Folder,
            [
                "/usr/bin/env",
                "--default-signal=QUIT",
                "/bin/sh",
                "-c",
                Script,
                "runbook-world",
                docker,
                order.Name,
                .. Arguments(order),
            ],
            order.Environment,
            new Dictionary<string, string>(Variables(order)) { ["POSTGRES_PASSWORD"] = order.Password }
        );
        supervisor.Begin();
        return new DockerContainer(order, supervisor, words => AskAsync(docker, order, words, cancellation));
    }

    private static List<string> Arguments(ContainerOrder order) =>
        [
            "run",
            "--rm",
            "--name",
            order.Name,
            "--label",
            $"{ContainerOwner.Label}={order.Owner}",
            "--publish",
            $"127.0.0.1::{ContainerOrder.Port}",
            "--env",
            // Taken from docker's own environment: arguments are there for everybody to see.
            "POSTGRES_PASSWORD",
            "--env",
            $"POSTGRES_INITDB_ARGS={ContainerOrder.InitialOptions}",
            order.Image,
            .. order.Arguments,
        ];

    // Of owners whose supervisor was killed too. When the engine does not answer, the start says why.
    private async Task SweepAsync(string docker, ContainerOrder order, CancellationToken cancellation)
    {
        var format = $$$"""{{.ID}} {{.Label "{{{ContainerOwner.Label}}}"}}""";
        string[] list =
        [
            "ps",
            "-a",
            "--no-trunc",
            "--filter",
            $"label={ContainerOwner.Label}",
            "--format",
            format,
        ];
        var (code, said) = await AskAsync(docker, order, list, cancellation).ConfigureAwait(false);
        if (code != 0)
            return;
        foreach (var line in said.Split('\n'))
            if (line.Split(' ') is [var id, var label] && ContainerOwner.IsGone(label, clock))
                await AskAsync(docker, order, ["rm", "-f", "-v", id], cancellation).ConfigureAwait(false);
    }

    private static Task<(int Code, string Said)> AskAsync(
        string docker,
        ContainerOrder order,
        IReadOnlyList<string> words,
        CancellationToken cancellation
    )
    {
        var environment = ServerEnvironment.Of(order.Environment);
        foreach (var (variable, value) in Variables(order))
            environment[variable] = value;
        return Tool.RunAsync(Tool.Command([docker, .. words], "/", environment), cancellation);
    }

    private static Dictionary<string, string> Variables(ContainerOrder order) =>
        order
            .Environment.Where(v =>
                v.Key.StartsWith("DOCKER_", StringComparison.Ordinal) || v.Key is "HOME" or "XDG_RUNTIME_DIR"
            )
            .ToDictionary();
}
