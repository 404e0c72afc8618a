using System.Collections.Concurrent;
using NUnit.Framework;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Testing.NUnit;

/// <summary>
/// Rehearses every runbook of a folder that has a world file. Derive a fixture from it; its cases run in
/// parallel. What a runbook did is kept in snapshots beside it, which are never written when <c>CI</c> is
/// set.
/// </summary>
/// <remarks>
/// Each scenario in the snapshot of the matrix is a case of its own, so the list of cases is made without
/// compiling or starting anything. Scenarios that are not in it yet are rehearsed by <see cref="AllRuns"/>.
/// The fixture is also created to make the list: its constructor has to be cheap.
/// </remarks>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public abstract class RunbookTests
{
    private readonly ConcurrentDictionary<string, Lazy<RunbookRuns>> _runs = new(StringComparer.Ordinal);

    /// <summary>
    /// Where the runbooks are, with all folders below. A relative path begins at the test assembly, or at the
    /// nearest folder above it where the path exists. Default <c>runbooks</c>.
    /// </summary>
    protected virtual string Folder => "runbooks";

    /// <summary>Percent of coverage that each runbook needs, 0 to 100. Default 0.</summary>
    protected virtual int MinimumCoverage => 0;

    /// <summary>What is tried with each runbook. Default: everything.</summary>
    protected virtual MatrixOptions Matrix => new();

    /// <summary>Whether snapshots are only compared, never written. Default: whether <c>CI</c> is
    /// set.</summary>
    protected virtual bool IsCi => TestMachine.IsCi;

    /// <summary>Nothing goes wrong, and the transcript is the one of the snapshot.</summary>
    /// <param name="runbook">Path below the folder, without its extension.</param>
    [RunbookCases]
    public async Task CleanRun(string runbook)
    {
        var reference = await RunsOf(runbook).ReferenceAsync().ConfigureAwait(false);
        var snapshots = Snapshots(runbook);
        var outcome = snapshots.Compare(RunbookTest.Clean, Transcript.Of(reference.Clean));
        Verdict.Give(
            [.. reference.Clean.Findings.Select(f => $"{f}"), SnapshotReport.Of(snapshots, [outcome])],
            runbook,
            [reference.Clean]
        );
    }

    /// <summary>One thing goes wrong, and the runbook is brought to its end, or everything taken
    /// back.</summary>
    /// <param name="runbook">Path below the folder, without its extension.</param>
    /// <param name="scenario">Its name in the snapshot of all scenarios.</param>
    [RunbookCases(PerScenario = true)]
    public async Task FaultRun(string runbook, string scenario)
    {
        var runs = RunsOf(runbook);
        await RequireCleanAsync(runbook, runs).ConfigureAwait(false);
        var scenarios = await runs.ScenariosAsync().ConfigureAwait(false);
        if (scenarios.FirstOrDefault(s => s.Name == scenario) is not { } known)
        {
            Assert.Fail(
                $"{runbook} has no scenario \"{scenario}\" any more"
                    + $"{Nearest.Suggest(scenario, scenarios.Select(s => s.Name))}: AllRuns({runbook}) tells what "
                    + "differs from the snapshot."
            );
            return;
        }
        var result = await runs.RowAsync(known).ConfigureAwait(false);
        Verdict.Give(result.Findings.Select(f => $"{f}"), runbook, [result]);
    }

    /// <summary>
    /// The table of all scenarios is the one of the snapshot, no snapshot is left over, and nothing is wrong
    /// with scenarios that are not in the snapshot yet.
    /// </summary>
    /// <param name="runbook">Path below the folder, without its extension.</param>
    [RunbookCases]
    public async Task AllRuns(string runbook)
    {
        var runs = RunsOf(runbook);
        var matrix = await runs.AllAsync().ConfigureAwait(false);
        if (!matrix.Reference.Clean.IsPassed)
            Assert.Fail(NotClean(runbook));
        var known = Find().Scenarios(runbook);
        var snapshots = Snapshots(runbook);
        var outcomes = snapshots
            .Dangling([RunbookTest.Clean, RunbookTest.All])
            .Prepend(snapshots.Compare(RunbookTest.All, Combination.Of(matrix)))
            .ToList();
        var unseen = matrix.Rows.Where(r => !r.IsPassed && !known.Contains(r.Scenario.Name)).ToList();
        Verdict.Give(
            [
                .. unseen.SelectMany(r => r.Findings.Select(f => $"{r.Scenario.Name}: {f}")),
                SnapshotReport.Of(snapshots, outcomes),
            ],
            runbook,
            unseen
        );
    }

    /// <summary>Enough of what can happen was rehearsed, or is allowed by <c>coverage.allow</c>.</summary>
    /// <param name="runbook">Path below the folder, without its extension.</param>
    [RunbookCases]
    public async Task EnoughRehearsed(string runbook)
    {
        var runs = RunsOf(runbook);
        await RequireCleanAsync(runbook, runs).ConfigureAwait(false);
        var matrix = await runs.AllAsync().ConfigureAwait(false);
        var report = Coverage.Of(matrix.Reference.Clean.Plan, [matrix.Reference.Clean, .. matrix.Rows]);
        var allowed = AllowList.Beside(Find().Script(runbook));
        Verdict.Give(report.Gate(MinimumCoverage, allowed, new RunbookTestOptions().Today), runbook, []);
    }

    /// <summary>Ends the worlds.</summary>
    [OneTimeTearDown]
    public async Task EndWorlds()
    {
        foreach (var runs in _runs.Values.Where(r => r.IsValueCreated))
            await runs.Value.DisposeAsync().ConfigureAwait(false);
        _runs.Clear();
    }

    internal RunbookFolder Find() => RunbookFolder.Find(Folder);

    private static async Task RequireCleanAsync(string runbook, RunbookRuns runs)
    {
        var reference = await runs.ReferenceAsync().ConfigureAwait(false);
        if (!reference.Clean.IsPassed)
            Assert.Inconclusive(NotClean(runbook));
    }

    private static string NotClean(string runbook) =>
        $"{runbook} fails already when nothing goes wrong: see CleanRun({runbook}).";

    private RunbookRuns RunsOf(string runbook) =>
        _runs.GetOrAdd(runbook, name => new(() => new RunbookRuns(Find().Script(name), Matrix))).Value;

    private SnapshotFolder Snapshots(string runbook) => SnapshotFolder.Open(Find().Script(runbook), IsCi);
}
