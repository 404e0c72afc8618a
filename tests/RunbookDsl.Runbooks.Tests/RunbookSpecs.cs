using System.Text;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>
/// Every runbook of this repository: it is checked, its README tells its plan, and it runs in its world.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class RunbookSpecs
{
    private static IEnumerable<string> Names() =>
        Directory
            .GetDirectories(Path.Combine(Tree.Root, "runbooks"))
            .Select(d => Path.GetFileName(d))
            .Order();

    [Test]
    public void There_are_runbooks() => Assert.That(Names().Count(), Is.GreaterThanOrEqualTo(2));

    [TestCaseSource(nameof(Names)), CancelAfter(120_000)]
    public async Task Its_README_tells_its_plan(string name)
    {
        using var folder = new TemporaryFolder();
        var planned = await Program(folder).RunAsync("plan", Tree.Runbook(name));
        Assert.That(planned.ExitCode, Is.Zero, planned.ToString());
        var readme = Path.Combine(Tree.Root, "runbooks", name, "README.md");
        var expected = Readme(name, planned.Output);
        if (Environment.GetEnvironmentVariable("RUNBOOK_ACCEPT") == "1")
            await File.WriteAllTextAsync(readme, expected);
        Assert.That(
            await File.ReadAllTextAsync(readme),
            Is.EqualTo(expected),
            $"{readme} is not the plan any more: look at it, then run the tests with RUNBOOK_ACCEPT=1"
        );
    }

    [TestCaseSource(nameof(Names)), CancelAfter(180_000)]
    public async Task It_runs_to_its_end_in_its_world(string name)
    {
        using var folder = new TemporaryFolder();
        var program = Program(folder);
        var ended = await program.RunAsync("exec", Tree.Runbook(name), "--sandbox", "--non-interactive");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Output, Does.Contain("Journal: "), "it says where the journal is");
        var verified = await program.RunAsync("verify", "latest");
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
    }

    /// <summary>
    /// Stopped half-way and undone, the database is as it was and the application is let in.
    /// </summary>
    [Test, CancelAfter(180_000)]
    public async Task Database_maintenance_undone_half_way_leaves_nothing_behind()
    {
        var name = await ShopServer.CreateShopAsync();
        using var workplace = new Workplace("database-maintenance", name);
        var stopped = await workplace.Program.RunAsync([
            "exec",
            workplace.Script,
            "--non-interactive",
            "--until",
            "vacuum",
            .. workplace.Parameters,
        ]);
        Assert.That(stopped.ExitCode, Is.Zero, stopped.ToString());
        Assert.That(Directory.GetDirectories(workplace.Backups), Has.Length.EqualTo(1));
        Assert.That(await Effects.MayLogInAsync(name), Is.False);
        var list = await workplace.Program.RunAsync("restore-list", "latest");
        Assert.That(list.Output, Does.Contain("application-out"), list.ToString());
        var undone = await workplace.Program.RunAsync("undo", "latest", "--non-interactive");
        Assert.That(undone.ExitCode, Is.EqualTo(3), undone.ToString());
        Assert.That(Directory.GetDirectories(workplace.Backups), Is.Empty);
        Assert.That(await Effects.MayLogInAsync(name), Is.True);
        await Effects.DropAsync(name);
    }

    /// <summary>No secret's value is in the journal, the output or the compiled script.</summary>
    [Test, CancelAfter(180_000)]
    public async Task The_password_of_the_database_is_nowhere()
    {
        var name = await ShopServer.CreateShopAsync();
        using var workplace = new Workplace("database-maintenance", name);
        var ended = await workplace.Program.RunAsync([
            "exec",
            workplace.Script,
            "--non-interactive",
            .. workplace.Parameters,
        ]);
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.ToString(), Does.Not.Contain(ShopServer.Password));
        var files = Directory.GetFiles(workplace.Home, "*", SearchOption.AllDirectories);
        Assert.That(files, Is.Not.Empty);
        foreach (
            var file in files.Concat(Directory.GetFiles(workplace.Backups, "*", SearchOption.AllDirectories))
        )
            Assert.That(
                Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)),
                Does.Not.Contain(ShopServer.Password),
                file
            );
        await Effects.DropAsync(name);
    }

    private static RunbookProcess Program(TemporaryFolder folder) =>
        new(
            folder.File("home"),
            Path.Combine(Path.GetTempPath(), "runbook-test-cache"),
            new Dictionary<string, string>()
        );

    private static string Readme(string name, string plan) =>
        $"""
            # {name}

            What it would do, in its own words (`runbook plan {name}.csx`).
            Rehearse it: `runbook exec {name}.csx --sandbox`.

            ```
            {plan.TrimEnd()}
            ```

            """.ReplaceLineEndings("\n");
}
