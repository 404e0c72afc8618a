namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>Why there is no container, in the engine's words, whoever asks it.</summary>
[CancelAfter(120_000)]
internal sealed class RefusedContainerTests
{
    // Nothing listens there, so no registry has to be reached.
    private const string NoImage = "127.0.0.1:1/none:1";

    [TestCaseSource(typeof(ServerWay), nameof(ServerWay.Containers))]
    public async Task NoSuchImage_IsToldInTheEnginesWords(ServerWay way)
    {
        await way.NeedAsync();
        var said = Failure(way.Options with { Image = NoImage });
        Assert.That(
            said,
            Does.StartWith($"{way.Client} did not start {NoImage}. It said: ")
                .And.Contain("127.0.0.1:1")
                .And.Contain("connection refused")
        );
    }

    [TestCaseSource(typeof(ServerWay), nameof(ServerWay.Containers))]
    public void NoEngine_IsToldWithItsAddress(ServerWay way)
    {
        if (way.Name == ContainerEngines.Testcontainers && !ServerWay.IsBuilt)
            Assert.Ignore("built without Testcontainers.");
        if (way.Name == ContainerEngines.Docker && Programs.Find("docker", Machine.Environment()) is null)
            Assert.Ignore("there is no docker program.");
        var environment = Machine.Environment(("DOCKER_HOST", "unix:///nowhere/engine.sock"));
        var said = Failure(new(environment) { Image = ServerWay.Image, ContainerClient = way.Name });
        Assert.That(
            said,
            Does.StartWith($"{way.Client} did not start {ServerWay.Image}. It said: ")
                .And.Contain("unix:///nowhere/engine.sock")
        );
    }

    [TestCase(null, "RUNBOOK_CONTAINERS=docker")]
    [TestCase(ContainerEngines.Testcontainers, ".Docker(\"postgres:15\")")]
    public void Testcontainers_IsTakenOnlyWhereItWasBuilt(string? verb, string other)
    {
        var options = new ClusterOptions(Machine.Environment(("RUNBOOK_CONTAINERS", "testcontainers")))
        {
            Image = "postgres:15",
            ContainerClient = verb,
        };
        if (ServerWay.IsBuilt)
            Assert.That(ContainerEngines.Choose(options).Name, Is.EqualTo("Testcontainers"));
        else
            Assert.That(
                Failure(options),
                Is.EqualTo(
                    "this program was built without Testcontainers. Build it with "
                        + $"-p:NamedPackages=true from a registry that has the package, or take {other}."
                )
            );
    }

    [Test]
    public void Verb_WinsOverTheVariable()
    {
        var options = new ClusterOptions(Machine.Environment(("RUNBOOK_CONTAINERS", "podman")));
        var chosen = ContainerEngines.Choose(options with { ContainerClient = ContainerEngines.Docker });
        Assert.That(chosen.Engine, Is.TypeOf<DockerEngine>());
        Assert.That(
            Failure(options with { Image = "postgres:15" }),
            Is.EqualTo(
                "'podman' in RUNBOOK_CONTAINERS is no way to run containers: docker or testcontainers."
            )
        );
    }

    private static string Failure(ClusterOptions options) =>
        Assert.ThrowsAsync<WorldException>(() => LocalCluster.StartAsync(options, default))!.Message;
}
