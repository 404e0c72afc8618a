using System.Diagnostics;
using System.Globalization;

namespace RunbookDsl.Watch;

/// <summary>
/// The processes that this one has started, as <c>ps</c> draws them, and those of ours that have lost their
/// parent.
/// </summary>
internal static class ProcessTree
{
    private const int Lines = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static string Text()
    {
        try
        {
            string[] arguments =
            [
                "-e",
                "--forest",
                "--cols",
                "170",
                "-o",
                "pid,ppid,stat,etimes,wchan:18,args",
            ];
            var start = new ProcessStartInfo("ps", arguments) { RedirectStandardOutput = true };
            using var ps = Process.Start(start)!;
            var reading = Task.Factory.StartNew(
                ps.StandardOutput.ReadToEnd,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            return reading.Wait(Limit)
                ? string.Join('\n', Ours(reading.Result).Take(Lines))
                : "ps does not end";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }

    // A parent stands before its children.
    private static IEnumerable<string> Ours(string listing)
    {
        var ours = new HashSet<int> { Environment.ProcessId };
        foreach (var line in listing.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (!int.TryParse(words[0], CultureInfo.InvariantCulture, out var pid))
                yield return line;
            else if (
                ours.Contains(int.Parse(words[1], CultureInfo.InvariantCulture))
                || line.Contains("runbook", StringComparison.OrdinalIgnoreCase)
            )
            {
                ours.Add(pid);
                yield return line;
            }
        }
    }
}
