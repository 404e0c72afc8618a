using NUnit.Framework.Internal;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Testing.NUnit.Tests;

/// <summary>What a fixture says about a runbook that does not survive everything.</summary>
public sealed class BrokenRunbookTests
{
    // It says that it may be done twice, and it may not.
    private const string Source = """
        Runbook("Broken").Purpose("fail").Owner("platform");
        Step("announce")
            .Run(async ctx =>
            {
                var notice = Path.Combine(ctx.Directory, "notice.txt");
                if (File.Exists(notice))
                    throw new InvalidOperationException("the notice is there already");
                await File.WriteAllTextAsync(notice, "hello");
            })
            .Idempotent()
            .Undo(async ctx => File.Delete(Path.Combine(ctx.Directory, "notice.txt")));
        Step("look").Run(Local.Exec("true").Effects(EffectClass.ReadOnly));
        """;

    private const string Lost = "announce: crash after effect";
    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("runbook-nunit-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "broken"));
        File.WriteAllText(Script, Source);
        File.WriteAllText(Path.ChangeExtension(Script, ".world.csx"), "Given(\"UNUSED\", \"a\");\n");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private string Script => Path.Combine(_folder, "broken", "broken.csx");

    [Test]
    [CancelAfter(180_000)]
    public async Task One_scenario_that_fails_is_one_red_case(CancellationToken cancellation)
    {
        var first = new FolderRunbooks(_folder, isCi: false);
        var clean = await MessageAsync(() => first.CleanRun("broken/broken"), cancellation);
        var unseen = await MessageAsync(() => first.AllRuns("broken/broken"), cancellation);
        await first.EndWorlds();
        Accept();
        var again = new FolderRunbooks(_folder, isCi: true);
        await again.CleanRun("broken/broken");
        await again.AllRuns("broken/broken");
        await again.FaultRun("broken/broken", "announce: crash before intent");
        var finding = await MessageAsync(() => again.FaultRun("broken/broken", Lost), cancellation);
        var gone = await MessageAsync(() => again.FaultRun("broken/broken", "announce: gone"), cancellation);
        await again.EndWorlds();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(clean, Is.EqualTo(New("clean")));
            Assert.That(unseen, Does.EndWith($"\n\n{New("matrix")}").And.StartWith($"{Lost}: state"));
            Assert.That(unseen, Does.Contain($"{Lost}: {finding}"));
            Assert.That(finding, Does.StartWith("state").And.Contain("could not be brought to its end"));
            Assert.That(
                gone,
                Does.StartWith("broken/broken has no scenario \"announce: gone\" any more")
                    .And.EndWith("AllRuns(broken/broken) tells what differs from the snapshot.")
            );
            Assert.That(
                Attached(Lost),
                Does.Contain($"scenario  {Lost}\n").And.Contain("the notice is there")
            );
        }
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task Continuous_integration_writes_nothing(CancellationToken cancellation)
    {
        var fixture = new FolderRunbooks(_folder, isCi: true);
        var clean = await MessageAsync(() => fixture.CleanRun("broken/broken"), cancellation);
        await fixture.EndWorlds();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                clean,
                Does.EndWith(
                    "Nothing was written, because this is CI. Run the same on your own machine, look at what "
                        + "differs, accept it, and commit the files."
                )
            );
            Assert.That(Directory.Exists(Path.Combine(_folder, "broken", "snapshots")), Is.False);
        }
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task What_fails_without_a_fault_is_told_once(CancellationToken cancellation)
    {
        File.AppendAllText(Script, "\nGoNoGo(\"Is everybody ready?\");\n");
        var fixture = new FolderRunbooks(_folder, isCi: true);
        var clean = await MessageAsync(() => fixture.CleanRun("broken/broken"), cancellation);
        var all = await MessageAsync(() => fixture.AllRuns("broken/broken"), cancellation);
        var row = Assert.ThrowsAsync<InconclusiveException>(() => fixture.FaultRun("broken/broken", Lost));
        await fixture.EndWorlds();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(clean, Does.Contain("Is everybody ready?"));
            Assert.That(
                all,
                Is.EqualTo(
                    "broken/broken fails already when nothing goes wrong: see CleanRun(broken/broken)."
                )
            );
            Assert.That(row.Message, Is.EqualTo(all));
        }
    }

    [Test]
    public void Cases_are_listed_without_reading_a_runbook()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Cases("CleanRun", perScenario: false).Select(c => c.Name),
                Is.EqualTo(["CleanRun(greeting/greeting)"])
            );
            Assert.That(
                Cases("FaultRun", perScenario: true).Select(c => c.Name),
                Has.Member("FaultRun(greeting/greeting, announce: crash after effect)")
                    .And.Member("FaultRun(greeting/greeting, run again)")
            );
        }
    }

    private static IEnumerable<TestMethod> Cases(string method, bool perScenario) =>
        new RunbookCasesAttribute { PerScenario = perScenario }.BuildFrom(
            new MethodWrapper(typeof(FolderRunbooks), method),
            null
        );

    [Test]
    public void A_folder_without_a_world_is_red()
    {
        File.Delete(Path.ChangeExtension(Script, ".world.csx"));
        Assert.That(
            () => new RunbookFolder(_folder).Runbooks(),
            Throws
                .TypeOf<WorldException>()
                .With.Message.EqualTo(
                    $"no runbook below {_folder} has a world: NAME.world.csx beside NAME.csx says what it is "
                        + "rehearsed in. `runbook new` shows what one looks like."
                )
        );
    }

    private void Accept()
    {
        var snapshots = SnapshotFolder.Open(Script, isCi: false);
        foreach (var pending in snapshots.Pending([RunbookTest.Clean, RunbookTest.All]))
            snapshots.Accept(pending);
    }

    private string New(string name) =>
        $"""
            Directory: {_folder}/broken/snapshots
            New:
              - Received: {name}.received.txt
                Verified: {name}.verified.txt

            Look at the received files, then accept or reject them.
            """;

    private static string Attached(string scenario) =>
        File.ReadAllText(
            Path.Combine(
                TestContext.CurrentContext.WorkDirectory,
                "rehearsals",
                "broken/broken",
                scenario.Replace(": ", "--", StringComparison.Ordinal).Replace(' ', '-') + ".txt"
            )
        );

    private static async Task<string> MessageAsync(Func<Task> test, CancellationToken cancellation)
    {
        // What fails in here is not this test's own failure.
        using (new TestExecutionContext.IsolatedContext())
            try
            {
                await test().WaitAsync(cancellation);
                return "passes";
            }
            catch (AssertionException e)
            {
                return e.Message;
            }
    }
}
