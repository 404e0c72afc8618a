using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>
/// A program that calls itself docker stands for it: it notes how it is called, and its "container" is the
/// server that the tests share.
/// </summary>
[CancelAfter(60_000)]
internal sealed class ContainerTests
{
    private const string Fake = """
        #!/bin/sh
        echo "$@" >>"$HOME/calls"
        case "$1" in
        run) echo "$POSTGRES_PASSWORD" >"$HOME/password"; : >"$HOME/$4"
          while [ -e "$HOME/$4" ]; do sleep 0.1; done ;;
        port) [ -e "$HOME/$2" ] || exit 1; echo "127.0.0.1:$(cat "$HOME/port")" ;;
        rm) rm -f "$HOME/$4" ;;
        esac
        """;

    private string _folder = "";

    private ClusterOptions Options =>
        new(Machine.Environment(("PATH", $"{_folder}:/usr/bin:/bin"), ("HOME", _folder)))
        {
            Image = "postgres:15",
            RandomBytes = _ => Convert.FromHexString(Machine.Cluster.Password),
            Settings = new Dictionary<string, string> { ["max_connections"] = "17" },
        };

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("runbook-test-").FullName;
        var port = Machine.Cluster.Port.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(_folder, "port"), port);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, true);

    [Test]
    public async Task StartAsync_Image_IsRunWithoutThePasswordInItsArgumentsAndThenRemoved()
    {
        Install(Fake);
        var cluster = await LocalCluster.StartAsync(Options, default);
        Assert.That(await Machine.Ask(cluster, "postgres", "select 1"), Is.EqualTo(1));
        Assert.That(File.ReadAllText(Path.Combine(_folder, "password")).Trim(), Is.EqualTo(cluster.Password));
        var name = Path.GetFileName(cluster.Folder);
        Assert.That(File.Exists(Path.Combine(_folder, name)));
        await cluster.DisposeAsync();
        Assert.That(File.Exists(Path.Combine(_folder, name)), Is.False, "the container is gone");
        Assert.That(Directory.Exists(cluster.Folder), Is.False);
        Assert.That(
            Calls().Distinct(),
            Is.EquivalentTo(
                new[]
                {
                    $"run --rm --name {name} --label runbook.world=… --publish 127.0.0.1::5432 "
                        + "--env POSTGRES_PASSWORD --env POSTGRES_INITDB_ARGS=--locale=C --encoding=UTF8 "
                        + "postgres:15 -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
                        + "-c shared_buffers=32MB -c timezone=UTC -c log_timezone=UTC -c lc_messages=C "
                        + "-c max_connections=17",
                    $"port {name} 5432/tcp",
                    $"rm -f -v {name}",
                    "ps -a --no-trunc --filter label=runbook.world "
                        + "--format {{.ID}} {{.Label \"runbook.world\"}}",
                }
            )
        );
    }

    [Test]
    public void StartAsync_DockerFails_SaysItsWords()
    {
        Install(
            "#!/bin/sh\n[ $1 = run ] || exit 1\necho 'Cannot connect to the Docker daemon' >&2; exit 125\n"
        );
        var error = Assert.ThrowsAsync<WorldException>(() => LocalCluster.StartAsync(Options, default));
        Assert.That(
            error.Message,
            Is.EqualTo(
                "docker did not start postgres:15. It said: Cannot connect to the Docker daemon\n"
                    + "Start the engine (DOCKER_HOST says where it is) and have the image there, or leave the "
                    + "container out of the world file: PostgreSQL of this machine is taken then."
            )
        );
    }

    [Test]
    public void StartAsync_NoDocker_SaysHowToGetIt()
    {
        Assume.That(File.Exists("/usr/bin/docker"), Is.False, "docker is where setsid is");
        var error = Assert.ThrowsAsync<WorldException>(() => LocalCluster.StartAsync(Options, default));
        Assert.That(
            error.Message,
            Is.EqualTo(
                $"no program 'docker' in PATH ({_folder}:/usr/bin:/bin), needed to start postgres:15, as the "
                    + "world file asks. Install it: apt-get install -y docker.io"
            )
        );
    }

    // Whose a container is differs from run to run.
    private IEnumerable<string> Calls() =>
        File.ReadLines(Path.Combine(_folder, "calls"))
            .Select(c => Regex.Replace(c, "runbook.world=[0-9a-f/-]+", "runbook.world=…"));

    private void Install(string program)
    {
        var path = Path.Combine(_folder, "docker");
        File.WriteAllText(path, program);
        File.SetUnixFileMode(path, ClusterFiles.Private);
    }
}
