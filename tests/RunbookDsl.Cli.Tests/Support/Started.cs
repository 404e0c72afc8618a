using System.Diagnostics;

namespace RunbookDsl.Cli.Tests;

/// <summary>A process under way, with all it prints.</summary>
internal sealed class Started(Process process) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(50);
    private readonly Task<string> _output = process.StandardOutput.ReadToEndAsync();
    private readonly Task<string> _errors = process.StandardError.ReadToEndAsync();

    public int Pid => process.Id;

    public StreamWriter Input => process.StandardInput;

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, $"{process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<Ended> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"it did not end within {Limit}:\n{await _output}\n{await _errors}");
        }
        return new Ended(process.ExitCode, await _output, await _errors);
    }

    public void Dispose() => process.Dispose();
}
