namespace RunbookDsl.Testing.Tests.Clusters;

internal sealed class MissingProgramsTests
{
    private const string Path = "/usr/bin:/bin";

    [Test]
    public void NoServerAtAll_NamesWhereItLookedAndTheCommand()
    {
        var options = new ClusterOptions(Machine.Environment(("PATH", Path)))
        {
            VersionFolders = ["/nowhere/postgresql"],
        };
        Assert.That(
            Failure(options),
            Is.EqualTo(
                "no PostgreSQL server on this machine: looked for initdb and postgres "
                    + "in PATH (/usr/bin:/bin) "
                    + "and /nowhere/postgresql/*/bin. Install it: apt-get install -y postgresql"
            )
        );
    }

    [Test]
    public void OtherVersion_NamesWhatIsThere()
    {
        var options = new ClusterOptions(Machine.Environment(("PATH", Path))) { Major = 99 };
        var message = Failure(options);
        Assert.That(
            message,
            Does.Match(
                @"^no PostgreSQL 99 on this machine: there is \d+ \(/usr/lib/postgresql/\d+/bin\).*\. "
                    + "Install it: apt-get install -y postgresql-99$"
            )
        );
    }

    [Test]
    public void RootWithoutSetpriv_IsTold()
    {
        Assume.That(Libc.IsRoot, "only root needs setpriv");
        Assert.That(
            Failure(new ClusterOptions(Machine.Environment(("PATH", "/nowhere")))),
            Is.EqualTo(
                "no program 'setpriv' in PATH (/nowhere), needed to run PostgreSQL as "
                    + "another user than root. "
                    + "Install it: apt-get install -y util-linux"
            )
        );
    }

    private static string Failure(ClusterOptions options) =>
        Assert.ThrowsAsync<WorldException>(() => LocalCluster.StartAsync(options, default))!.Message;
}
