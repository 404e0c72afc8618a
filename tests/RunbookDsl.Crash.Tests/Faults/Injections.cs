using NUnit.Framework.Internal;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Fails one command at each of its calls, each time from the same state: the program stops with the exit
/// code of the journal or goes on rightly, and a later command on a healthy disk ends the run as if nothing
/// had been.
/// </summary>
internal sealed class Injections(Case template, string verb, Oracle oracle)
{
    private const int JournalFailed = 74;
    private readonly Lock _gate = new();
    private readonly List<string> _violations = [];

    /// <summary>How often the program stopped.</summary>
    public int Stops { get; private set; }

    /// <summary>How often it went on: the call was tried again, or did not matter.</summary>
    public int Survived { get; private set; }

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>One whole message for each call, for a look.</summary>
    public SortedDictionary<string, string> Messages { get; } = new(StringComparer.Ordinal);

    public async Task AtEachAsync(Fault fault, IReadOnlyList<Boundary> boundaries, int step)
    {
        await Parallel.ForEachAsync(
            fault.Of(boundaries).Where((_, i) => i % step == 0),
            new ParallelOptions { MaxDegreeOfParallelism = Settings.AtOnce },
            async (boundary, _) => await AtAsync(fault, boundary)
        );
    }

    private async Task AtAsync(Fault fault, Boundary boundary)
    {
        // A failed assertion is a violation in the list, not yet the verdict on the test.
        using var own = new TestExecutionContext.IsolatedContext();
        try
        {
            using var at = template.Copy();
            var ended = await RunbookProgram.TracedAsync(
                at,
                boundary.Inject($"error={fault.Error}"),
                Killings.Command(at, verb)
            );
            CheckStop(fault, at, ended);
            await Operator.FinishAsync(at, verb == "exec" ? "resume" : verb);
            oracle.AtEnd(at);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            lock (_gate)
                _violations.Add($"{verb}, {fault.Error} at {boundary.Line}:\n{e.Message}");
        }
    }

    private void CheckStop(Fault fault, Case at, Ended ended)
    {
        var after = ended.Trace.SkipWhile(l => !l.Contains("(INJECTED)", StringComparison.Ordinal)).ToList();
        Assert.That(after, Is.Not.Empty, $"nothing was injected: {ended}");
        Assert.That(Boundary.Touches(after[0], at.Folder), $"injected elsewhere: {after[0]}");
        lock (_gate)
        {
            if (ended.ExitCode is 0 or 3)
            {
                Survived++;
                Assert.That(fault.IsSync, Is.False, $"went on after a failed sync: {after[0]}");
                return;
            }
            Stops++;
            Messages[$"{fault.Error} {after[0].Split(' ')[1].Split('(')[0]}"] = ended
                .Error.Trim()
                .Replace(at.Folder, "", StringComparison.Ordinal)
                .Replace(at.RunId ?? "RUN", "RUN", StringComparison.Ordinal);
        }
        Assert.That(ended.ExitCode, Is.EqualTo(JournalFailed), ended.ToString());
        // A full disk that the reserve got over is told in the summary, a reserve that cannot be laid by
        // itself.
        if (
            !ended.Output.Contains("disk is full", StringComparison.Ordinal)
            && !ended.Error.Contains("64 KiB in reserve", StringComparison.Ordinal)
        )
            Assert.That(
                ended.Error,
                Does.StartWith("runbook: ").And.Contain("Could not ").And.Contain(fault.Text)
            );
        if (!fault.IsSync)
            return;
        var acted = after
            .Skip(1)
            .Where(l => l.Contains(at.Effects, StringComparison.Ordinal) || IsSync(at, l));
        Assert.That(acted, Is.Empty, "acted upon a failed sync");
    }

    // What is kept elsewhere because the journal cannot take it may well be synced there.
    private static bool IsSync(Case at, string line) =>
        line.Contains("sync(", StringComparison.Ordinal)
        && line.Contains(at.Folder, StringComparison.Ordinal);
}
