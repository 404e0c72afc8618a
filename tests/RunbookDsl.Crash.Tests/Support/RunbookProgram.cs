using System.Diagnostics;
using RunbookDsl.Runbooks.Tests;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// The real program, alone or under strace, which kills it or fails the system call of choice.
/// </summary>
internal static class RunbookProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "scripts", "twenty.csx");

    public static Task<Ended> RunAsync(Case at, params string[] arguments) =>
        FinishAsync(Start(at, ["dotnet", Tree.Program, .. arguments]));

    /// <summary>Kills it with SIGKILL after so long, if it is still there.</summary>
    public static async Task<Ended> KilledAsync(Case at, TimeSpan after, params string[] arguments)
    {
        var process = Start(at, ["dotnet", Tree.Program, .. arguments]);
        var ending = FinishAsync(process);
        try
        {
            return await ending.WaitAsync(after, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill();
            return await ending;
        }
    }

    /// <param name="at">Its journal and its world.</param>
    /// <param name="inject">strace's words; null only watches.</param>
    /// <param name="arguments">For the program.</param>
    public static async Task<Ended> TracedAsync(Case at, string? inject, params string[] arguments)
    {
        var trace = Path.Combine(at.Folder, "trace");
        // --seccomp-bpf is faster, but strace 6.1 then forgets to send injected signals.
        string[] fast = inject?.Contains("signal", StringComparison.Ordinal) == true ? [] : ["--seccomp-bpf"];
        string[] watch = ["-f", .. fast, "-y", "-qq", "-o", trace, "-e", "trace=" + Boundary.Calls];
        string[] injection = inject is null ? [] : ["-e", "inject=" + inject];
        var ended = await FinishAsync(
            Start(at, ["strace", .. watch, .. injection, "dotnet", Tree.Program, .. arguments])
        );
        return ended with { Trace = await File.ReadAllLinesAsync(trace) };
    }

    public static string[] Exec(params string[] more) => ["exec", Script, "--non-interactive", .. more];

    public static Process Start(Case at, string[] command, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        start.Environment["RUNBOOK_HOME"] = at.Home;
        start.Environment["RUNBOOK_EFFECTS"] = at.Effects;
        start.Environment["RUNBOOK_CACHE"] = Path.Combine(Settings.Place, "cache");
        start.Environment["RUNBOOK_SPILL"] = at.Spills;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in more)
            start.Environment[name] = value;
        var process =
            Process.Start(start)
            ?? throw new InvalidOperationException("strace is missing: apt-get install -y strace");
        process.StandardInput.Close();
        return process;
    }

    public static async Task<Ended> FinishAsync(Process process)
    {
        using (process)
        {
            using var limit = new CancellationTokenSource(Limit);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new Ended(process.ExitCode, await output, await error, []);
        }
    }
}
