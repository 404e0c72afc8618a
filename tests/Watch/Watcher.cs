using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NUnit.Framework.Interfaces;

namespace RunbookDsl.Watch;

/// <summary>
/// Knows which tests are at work, writes their begin and end into the file that <c>RUNBOOK_TEST_PROGRESS</c>
/// names, and ends the program when a test, or the whole after <c>RUNBOOK_TEST_LIMIT</c> seconds, does not
/// end.
/// </summary>
internal sealed class Watcher
{
    private const int Hung = 70;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, WatchedTest> _working = new();
    private readonly Lock _gate = new();
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly StreamWriter? _progress = Progress();
    private readonly TimeSpan? _limit = double.TryParse(
        Environment.GetEnvironmentVariable("RUNBOOK_TEST_LIMIT"),
        CultureInfo.InvariantCulture,
        out var seconds
    )
        ? TimeSpan.FromSeconds(seconds)
        : null;

    // A thread of its own: that the pool has none left may be why a test hangs.
    public void Start() => new Thread(Run) { IsBackground = true, Name = "test watch" }.Start();

    public void Begun(ITest test)
    {
        _working[test.Id] = new WatchedTest(test);
        Write($"begun {test.FullName}");
    }

    public void Ended(ITest test, string how, string? message)
    {
        if (_working.TryRemove(test.Id, out var watched))
            Write($"ended {how} {watched}");
        if (how == nameof(TestStatus.Failed))
            Write($"{message}");
    }

    private static StreamWriter? Progress() =>
        Environment.GetEnvironmentVariable("RUNBOOK_TEST_PROGRESS") is { Length: > 0 } path
            ? new StreamWriter(path, append: true) { AutoFlush = true }
            : null;

    private void Write(string line)
    {
        lock (_gate)
            _progress?.WriteLine(line);
    }

    private void Run()
    {
        // Nothing but the end of the program ends it.
        using var over = new ManualResetEvent(false);
        while (!over.WaitOne(Look))
        {
            var late = _working.Values.FirstOrDefault(t => t.Elapsed > t.Limit);
            if (late is not null)
                End($"failed {late.Name}: did not end within {late.Limit.TotalSeconds:F0} s");
            if (_limit is { } limit && Stopwatch.GetElapsedTime(_begun) > limit)
                End($"failed all of it: did not end within {limit.TotalSeconds:F0} s");
        }
    }

    private void End(string why)
    {
        var tests = _working.Values.OrderByDescending(t => t.Elapsed).ToList();
        var text = string.Join(
            '\n',
            [
                "",
                why,
                tests.Count == 0
                    ? "    no test was at work: look at what is set up before them and cleaned up behind them"
                    : "    at work:",
                .. tests.Select(t => $"      {t}"),
                "processes:",
                ProcessTree.Text(),
                "",
            ]
        );
        Write(text);
        // Not Console.Error: the test framework keeps that for the test that writes.
        using (var error = Console.OpenStandardError())
            error.Write(Encoding.UTF8.GetBytes(text));
        // Not Exit: it would wait for what hangs.
        Native.EndAtOnce(Hung);
    }
}
