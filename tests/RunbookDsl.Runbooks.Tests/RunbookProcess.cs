using System.Diagnostics;

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

    public async Task<Ended> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process, Limit);
    }

    /// <summary>
    /// Kills it with SIGKILL if it is still there <paramref name="after"/> its first line, which says that the run has begun:
    /// so the moment falls into the steps and not into the start of the program.
    /// </summary>
    public async Task<Ended> RunKilledAsync(TimeSpan after, params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process, after);
    }

    private static async Task<Ended> EndAsync(Process process, TimeSpan limit)
    {
        var error = process.StandardError.ReadToEndAsync();
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        var rest = process.StandardOutput.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(limit);
        var isKilled = false;
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            isKilled = true;
            process.Kill();
            await process.WaitForExitAsync();
        }
        var text = await Task.WhenAll(rest, error).WaitAsync(Limit);
        return new Ended(isKilled ? -1 : process.ExitCode, $"{first}\n{text[0]}", text[1]);
    }
}
