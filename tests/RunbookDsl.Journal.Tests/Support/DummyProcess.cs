using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RunbookDsl.Journal.Tests;

/// <summary>
/// A real process that journals, alone or under strace, which fails or kills the system call of choice.
/// </summary>
internal static class DummyProcess
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory,
        "RunbookDsl.Journal.Tests.Dummy.dll"
    );

    private static readonly string DotNet = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")
    );

    internal static ProcessResult Run(params string[] arguments) =>
        Finish(Start([DotNet, Program, .. arguments]));

    /// <param name="calls">The system calls to trace: only these can be injected into, and only these are
    /// listed.</param>
    /// <param name="inject">strace's own words, or null to only count.</param>
    /// <param name="arguments">For the dummy.</param>
    internal static ProcessResult Traced(string calls, string? inject, params string[] arguments)
    {
        RequireStrace();
        var trace = Path.GetTempFileName();
        try
        {
            string[] injection = inject is null ? [] : ["-e", "inject=" + inject];
            // --seccomp-bpf is six times faster, but strace 6.1 then forgets to send injected signals.
            string[] fast =
                inject?.Contains("signal", StringComparison.Ordinal) == true ? [] : ["--seccomp-bpf"];
            string[] options = ["-f", .. fast, "-y", "-o", trace, "-e", "trace=" + calls, .. injection];
            var result = Finish(Start(["strace", .. options, DotNet, Program, .. arguments]));
            return result with { Trace = File.ReadAllLines(trace) };
        }
        finally
        {
            File.Delete(trace);
        }
    }

    internal static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    internal static Process StartDummy(params string[] arguments) => Start([DotNet, Program, .. arguments]);

    private static ProcessResult Finish(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail("The dummy process did not end within 60 s.");
            }
            return new ProcessResult(process.ExitCode, output, error.GetAwaiter().GetResult(), []);
        }
    }

    private static void RequireStrace()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, "strace")));
        if (!found)
            Assert.Fail(
                "strace is missing; without it no fault can be injected. Run: apt-get install -y strace"
            );
    }
}
