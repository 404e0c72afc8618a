using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>
/// The real program with a parent, two child runs and a child of a child, killed with SIGKILL at random
/// moments and resumed until it is done: every effect happened exactly once, and no step had a second child.
/// </summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ChildKillSpecs
{
    private const string Script = """
        Runbook("Parent");
        var folder = Param<string>("folder", "its place");
        Step("Before")
            .Run(Local.Exec("sh", "-c", $"sleep 0.05; echo before >> {folder}/effects; sleep 0.05"))
            .Probe(async ctx => await Is("before") ? ProbeState.Done : ProbeState.NotDone)
            .NoUndo("a line");
        Step("One").Run(ChildRun("child").With("folder", folder).With("name", "one"));
        var two = Step("Name").Run(async ctx => { await Task.Yield(); return "two"; }).ReadOnly();
        Step("Two").Run(ChildRun("deep").With("folder", folder).With("name", two));

        async Task<bool> Is(string line) =>
            File.Exists(folder + "/effects")
            && (await File.ReadAllLinesAsync(folder + "/effects")).Contains(line);
        """;

    private const string Child = """
        Runbook("Child");
        var folder = Param<string>("folder", "its place");
        var name = Param<string>("name", "which");
        foreach (var letter in new[] { "a", "b", "c" })
            Step(letter)
                .Run(Local.Exec("sh", "-c",
                    $"sleep 0.03; echo {name}-{letter} >>{folder}/effects; sleep 0.02"))
                .Probe(async ctx => await Is($"{name}-{letter}") ? ProbeState.Done : ProbeState.NotDone)
                .NoUndo("a line");

        async Task<bool> Is(string line) =>
            File.Exists(folder + "/effects")
            && (await File.ReadAllLinesAsync(folder + "/effects")).Contains(line);
        """;

    private const string Deeper = """
        Step("Deeper").Run(ChildRun("deep").With("folder", folder).With("name", "deep"));
        """;

    private static readonly string[] Effects =
    [
        "before",
        .. new[] { "one", "deep", "two" }.SelectMany(n => new[] { "a", "b", "c" }, (n, l) => $"{n}-{l}"),
    ];

    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("RUNBOOK_KILLS") ?? "30"
    );

    private static int Seed { get; } =
        int.Parse(Environment.GetEnvironmentVariable("RUNBOOK_SEED") ?? $"{Environment.ProcessId}");

    /// <summary>At least <c>RUNBOOK_KILLS</c> (30) kills.</summary>
    [Test, CancelAfter(900_000)]
    public async Task Killed_at_random_moments_and_resumed_every_effect_of_parent_and_children_happens_once()
    {
        TestContext.Out.WriteLine($"seed {Seed}; again with RUNBOOK_SEED={Seed}");
        var random = new Random(Seed);
        var kills = 0;
        var inChildren = 0;
        for (var runs = 1; kills < Kills; runs++)
        {
            using var folder = new TemporaryFolder();
            kills += await RunToTheEndAsync(folder, random);
            inChildren += Check(folder);
            Assert.That(runs, Is.LessThan(Kills * 3), "the kills come too late: nothing is interrupted");
        }
        TestContext.Out.WriteLine($"{kills} kills, {inChildren} resumes of child runs");
        Assert.That(inChildren, Is.GreaterThan(0), "no kill ever hit a child at work");
    }

    private static async Task<int> RunToTheEndAsync(TemporaryFolder folder, Random random)
    {
        var program = new RunbookProcess(
            folder.File("home"),
            Path.Combine(Path.GetTempPath(), "runbook-test-cache"),
            new Dictionary<string, string>()
        );
        await File.WriteAllTextAsync(folder.File("parent.csx"), Script);
        await File.WriteAllTextAsync(folder.File("child.csx"), $"{Child}\n{Deeper}");
        await File.WriteAllTextAsync(folder.File("deep.csx"), Child);
        var kills = 0;
        for (var tries = 0; tries < 60; tries++)
        {
            KillMoment? moment =
                kills < 8 ? new(random.Next(1, 26), TimeSpan.FromMilliseconds(random.Next(0, 60))) : null;
            string[] words =
                Directory.Exists(folder.File("home/runs")) && Parent(folder) is { } run
                    ? ["resume", run, "--non-interactive"]
                    :
                    [
                        "exec",
                        folder.File("parent.csx"),
                        "-p",
                        $"folder={folder.File("")}",
                        "--non-interactive",
                    ];
            var ended = await program.RunAsync(moment, words);
            if (ended.WasKilled)
                kills++;
            else if (ended.ExitCode == 0 || ended.Error.Contains("is closed (Done)"))
                return kills;
            else
                Assert.Fail(ended.ToString());
        }
        throw new AssertionException("not done after 60 tries");
    }

    // The only run without a parent, as its name tells too.
    private static string? Parent(TemporaryFolder folder) =>
        Directory
            .GetDirectories(folder.File("home/runs"), "2*")
            .Select(p => Path.GetFileName(p)!)
            .MinBy(id => id.Length);

    private static int Check(TemporaryFolder folder)
    {
        Assert.That(File.ReadAllLines(folder.File("effects")), Is.EqualTo(Effects));
        var store = new FileJournalStore(
            folder.File("home"),
            TimeProvider.System,
            Owner.OfThisProcess("test", TimeProvider.System)
        );
        var resumes = 0;
        var owners = new List<string>();
        foreach (var listing in store.List())
        {
            JournalInvariants.Check(listing.History!);
            var state = StateFold.Of(listing.History!);
            Assert.That(state, Has.Property("IsClosed").True.And.Property("Status").EqualTo(RunStatus.Done));
            if (state.Parent is not { } parent)
                continue;
            owners.Add(parent.StepId);
            resumes += listing.History!.Epoch - 1;
        }
        Assert.That(owners, Is.EquivalentTo(new[] { "one", "deeper", "two" }), "one child a step");
        return resumes;
    }
}
