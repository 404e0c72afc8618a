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

    /// <summary>Kills it with SIGKILL if it is still there after <paramref name="after"/>.</summary>
    public async Task<Ended> RunKilledAsync(TimeSpan after, params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process, after);
    }

    private static async Task<Ended> EndAsync(Process process, TimeSpan limit)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
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
        // What it started may live on with its output: read what is there, do not wait for them.
        var text = await Task.WhenAll(output, error).WaitAsync(Limit);
        return new Ended(isKilled ? -1 : process.ExitCode, text[0], text[1]);
    }
}
