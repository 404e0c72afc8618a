using System.Diagnostics;

namespace RunbookDsl.Scripting.Tests;

/// <summary>Starts real programs and counts them.</summary>
internal sealed class RealProcesses : IProcessRunner
{
    public int Started { get; private set; }

    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        Started++;
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory,
        };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new ProcessResult(process.ExitCode, output, await error);
    }
}
