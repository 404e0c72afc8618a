using NUnit.Framework.Internal;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Kills one command at each of its boundaries, each time from the same state, lets an operator go on, and
/// asks the oracle.
/// </summary>
internal sealed class Killings(Case template, string verb, Oracle oracle)
{
    private readonly Lock _gate = new();
    private readonly List<string> _violations = [];
    private int _kills;

    /// <summary>How an operator goes on. Default: with the command that was killed.</summary>
    public string GoesOnWith { get; init; } = verb == "exec" ? "resume" : verb;

    public int Kills => _kills;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>The boundaries of the command when nobody kills it.</summary>
    public static async Task<IReadOnlyList<Boundary>> BoundariesAsync(Case template, string verb)
    {
        using var at = template.Copy();
        var ended = await RunbookProgram.TracedAsync(at, null, Command(at, verb));
        Assert.That(ended.WasKilled, Is.False, ended.ToString());
        // The compiler's own openings vary, so that they cannot be counted to.
        return [.. Boundary.Of(ended.Trace, at.Folder).Where(b => verb != "migrate" || b.Call != "openat")];
    }

    /// <summary>Kills at every boundary, or at each <paramref name="step"/>-th.</summary>
    public async Task<IReadOnlyList<Boundary>> AtEachAsync(int step = 1)
    {
        var boundaries = await BoundariesAsync(template, verb);
        await Parallel.ForEachAsync(
            boundaries.Where((_, i) => i % step == 0),
            new ParallelOptions { MaxDegreeOfParallelism = Settings.AtOnce },
            async (boundary, _) => await AtAsync(boundary)
        );
        return boundaries;
    }

    /// <summary>What the kill left, before anybody went on; null when it came too late.</summary>
    public static async Task<Case> LeftByAsync(Case template, string verb, Boundary boundary)
    {
        var at = template.Copy();
        var ended = await RunbookProgram.TracedAsync(at, boundary.Inject("signal=KILL"), Command(at, verb));
        var last = Boundary.Of(ended.Trace, at.Folder);
        Assert.That(ended.WasKilled, $"not killed at {boundary}: {ended}");
        Assert.That(last.Count > 0 && last[^1].Call == boundary.Call, $"killed elsewhere than at {boundary}");
        return at;
    }

    /// <summary>The words that start <paramref name="verb"/> there.</summary>
    public static string[] Command(Case at, string verb) =>
        verb switch
        {
            "exec" => RunbookProgram.Exec(),
            "migrate" => ["resume", at.RunId!, "--migrate", "--reason", "one step more", "--non-interactive"],
            _ => [verb, at.RunId!, "--non-interactive"],
        };

    private async Task AtAsync(Boundary boundary)
    {
        // A failed assertion is a violation in the list, not yet the verdict on the test.
        using var own = new TestExecutionContext.IsolatedContext();
        try
        {
            using var at = await LeftByAsync(template, verb, boundary);
            Interlocked.Increment(ref _kills);
            Oracle.AfterCrash(at);
            await Operator.FinishAsync(at, GoesOnWith);
            if (at.RunId is null)
                return;
            // Killed behind its last record, it is done, and nothing can be taken back any more.
            if (verb == "exec" && GoesOnWith == "undo" && !at.IsDone)
                Oracle.AtEndTakenBack(at);
            else
                oracle.AtEnd(at);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            lock (_gate)
                _violations.Add($"{verb} killed at {boundary.Line}:\n{e.Message}");
        }
    }
}
