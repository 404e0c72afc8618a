namespace RunbookDsl.Cli.Tests;

/// <summary><c>runbook new --template</c>: what it makes is right as it is, and rehearses well.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(180_000)]
internal sealed class TemplateSpecs : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Test]
    public async Task A_new_repository_is_right_and_its_runbook_passes_every_scenario()
    {
        var made = await _desk.RunAsync("new", "acme", "--template", "runbook-repo");
        Assert.That(
            made.Output,
            Is.EqualTo(
                "acme is there: inventory, shared code, a runbook, tests and CI.\n"
                    + "Next:    runbook check acme/runbooks\nNext:    runbook test acme/runbooks --accept\n"
            ),
            made.Error
        );
        Assert.That(
            Files("acme"),
            Is.EqualTo(
                new[]
                {
                    ".config/dotnet-tools.json",
                    ".github/workflows/runbooks.yml",
                    ".gitignore",
                    "README.md",
                    "runbook.props",
                    "runbooks/restart-web/restart-web.csx",
                    "runbooks/restart-web/restart-web.world.csx",
                    "shared/inventory.csx",
                    "shared/load-balancer.csx",
                    "tests/Runbooks.Tests.csproj",
                }
            )
        );
        Assert.That(File.ReadAllLines(Path.Combine(_desk.Folder, "acme/README.md"))[0], Is.EqualTo("# acme"));
        var check = await _desk.RunAsync("check", "acme/runbooks");
        Assert.That(check.Output, Is.EqualTo("acme/runbooks/restart-web/restart-web.csx: ok, 11 steps\n"));
        _desk.Environment["CI"] = "";
        var accepted = await _desk.RunAsync("test", "acme/runbooks", "--accept");
        Assert.That(accepted.ExitCode, Is.Zero, accepted.ToString());
        _desk.Environment["CI"] = "true";
        var tested = await _desk.RunAsync("test", "acme/runbooks");
        Assert.That(tested.ExitCode, Is.Zero, tested.ToString());
        Assert.That(tested.Output, Does.EndWith("1 of 1 runbooks passed, 115 scenarios\n"));
    }

    [Test]
    public async Task A_new_test_project_may_have_dots_in_its_name()
    {
        var made = await _desk.RunAsync("new", "Ops.Tests", "--template", "runbook-tests");
        Assert.That(
            made.Output,
            Is.EqualTo(
                "Ops.Tests/Ops.Tests.csproj is there, for the runbooks in runbooks/ beside it.\n"
                    + "Next:    dotnet build Ops.Tests\n"
            ),
            made.Error
        );
        Assert.That(
            Files("Ops.Tests"),
            Is.EqualTo(
                new[]
                {
                    ".config/dotnet-tools.json",
                    ".gitignore",
                    "Ops.Tests.csproj",
                    "README.md",
                    "runbook.props",
                }
            )
        );
        var runbook = await _desk.RunAsync("new", "a.world");
        Assert.That(
            runbook.Error,
            Does.StartWith("runbook new: 'a.world' is no name: use letters, digits, '-' and '_'.\n")
        );
    }

    [Test]
    public async Task A_template_that_is_not_there_is_told_with_those_that_are()
    {
        var ended = await _desk.RunAsync("new", "acme", "--template", "repo");
        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(
            ended.Error,
            Does.StartWith(
                "runbook new: there is no template 'repo'; there are runbook, runbook-tests, runbook-repo.\n"
            )
        );
        Assert.That(Directory.Exists(Path.Combine(_desk.Folder, "acme")), Is.False);
    }

    private string[] Files(string folder)
    {
        var root = Path.Combine(_desk.Folder, folder);
        var files = Directory
            .GetFiles(
                root,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }
            )
            .Select(f => Path.GetRelativePath(root, f))
            .ToArray();
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
