using System.Diagnostics;
using System.Text;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>Starts the real program with a home, a cache and secrets of its own.</summary>
internal sealed class RunbookProcess(
    string home,
    string cache,
    IReadOnlyDictionary<string, string> environment
)
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Tree.Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["RUNBOOK_HOME"] = home;
        start.Environment["RUNBOOK_CACHE"] = cache;
        start.Environment["NO_COLOR"] = "1";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>
    /// Kills it with SIGKILL at <paramref name="moment"/> if it is still there. A moment is so many lines of
    /// output and then so long after: so it falls into all the steps alike, not mostly into the one that
    /// takes longest.
    /// </summary>
    public async Task<Ended> RunAsync(KillMoment? moment, params string[] arguments)
    {
        using var process = Start(arguments);
        using var timeout = new CancellationTokenSource(Limit);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        var output = new StringBuilder();
        var isKilled = false;
        for (var lines = 1; await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line; lines++)
        {
            output.AppendLine(line);
            if (lines != moment?.Lines)
                continue;
            isKilled = !process.WaitForExit(moment.After);
            process.Kill();
        }
        await process.WaitForExitAsync(timeout.Token);
        return new Ended(isKilled ? -1 : process.ExitCode, output.ToString(), await error);
    }
}
