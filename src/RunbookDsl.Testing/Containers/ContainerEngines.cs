namespace RunbookDsl.Testing;

/// <summary>The one place that chooses how containers are run.</summary>
internal static class ContainerEngines
{
    /// <summary>The environment variable that chooses for every world that does not.</summary>
    public const string Variable = "RUNBOOK_CONTAINERS";

    /// <summary>The <c>docker</c> program of this machine.</summary>
    public const string Docker = "docker";

    /// <summary>Testcontainers, where this program was built with it.</summary>
    public const string Testcontainers = "testcontainers";

    // Nothing here may know it: it refers to us, and is there only when it was built.
    private const string Named =
        "RunbookDsl.Testing.Testcontainers.TestcontainersEngine, RunbookDsl.Testing.Testcontainers";

    /// <summary>Who runs the containers of a cluster, and what messages call it.</summary>
    public static (string Name, IContainerEngine Engine) Choose(ClusterOptions options)
    {
        var chosen = options.Environment.GetValueOrDefault(Variable) is { Length: > 0 } variable
            ? variable
            : Docker;
        return (options.ContainerClient ?? chosen) switch
        {
            Docker => ("docker", new DockerEngine(options.Clock)),
            Testcontainers => ("Testcontainers", Built(options)),
            var other => throw new WorldException(
                $"'{other}' in {Variable} is no way to run containers: {Docker} or {Testcontainers}."
            ),
        };
    }

    private static IContainerEngine Built(ClusterOptions options)
    {
        if (Type.GetType(Named) is { } type)
            return (IContainerEngine)Activator.CreateInstance(type, options.Clock)!;
        var other = options.ContainerClient is null
            ? $"{Variable}={Docker}"
            : $".Docker(\"{options.Image}\")";
        throw new WorldException(
            $"this program was built without Testcontainers. Build it with -p:NamedPackages=true from a "
                + $"registry that has the package, or take {other}."
        );
    }
}
