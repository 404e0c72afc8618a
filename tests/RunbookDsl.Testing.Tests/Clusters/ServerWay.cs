namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>A way to a database server, of those that hold the same contract.</summary>
/// <param name="Name">What <c>RUNBOOK_CONTAINERS</c> calls it; null for the binaries of this machine.</param>
internal sealed record ServerWay(string? Name)
{
    /// <summary>The image that has to be there; it is never pulled.</summary>
    public static string Image { get; } =
        Machine.Environment().GetValueOrDefault("RUNBOOK_TEST_IMAGE") is { Length: > 0 } named
            ? named
            : "postgres:15";

    public static IEnumerable<ServerWay> All => [new(Name: null), .. Containers];

    public static IEnumerable<ServerWay> Containers =>
        [new(ContainerEngines.Docker), new(ContainerEngines.Testcontainers)];

    public bool IsContainer => Name is not null;

    /// <summary>What the messages of this way begin with.</summary>
    public string Client => Name == ContainerEngines.Testcontainers ? "Testcontainers" : "docker";

    public ClusterOptions Options =>
        Machine.Options with
        {
            Image = IsContainer ? Image : null,
            ContainerClient = Name,
        };

    /// <summary>Says why not, where it cannot be tried.</summary>
    public async Task NeedAsync()
    {
        if (!IsContainer)
            return;
        if (Name == ContainerEngines.Testcontainers && !IsBuilt)
            Assert.Ignore("built without Testcontainers.");
        if (Programs.Find("docker", Machine.Environment()) is null)
            Assert.Ignore("there is no docker program to look with.");
        var (code, said) = await Engine.AskAsync("image", "inspect", "--format", "{{.Id}}", Image);
        if (code != 0)
            Assert.Ignore($"no container engine with {Image}: {said.Trim()}");
    }

    public override string ToString() => Name ?? "binaries";

    /// <summary>The same tests are built with and without the package.</summary>
    public static bool IsBuilt =>
        Type.GetType(
            "RunbookDsl.Testing.Testcontainers.TestcontainersEngine, RunbookDsl.Testing.Testcontainers"
        )
            is not null;
}
