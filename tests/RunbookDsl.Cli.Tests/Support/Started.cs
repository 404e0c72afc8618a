using System.Diagnostics;

namespace RunbookDsl.Cli.Tests;

/// <summary>A process under way, with all it prints.</summary>
internal sealed class Started(Process process) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan PrintLimit = TimeSpan.FromSeconds(100);
    private readonly PrintedText _output = new(process.StandardOutput);
    private readonly PrintedText _errors = new(process.StandardError);

    public int Pid => process.Id;

    public StreamWriter Input => process.StandardInput;

    /// <summary>Returns once this was printed so many times to standard output.</summary>
    public async Task SeenAsync(string text, int times = 1)
    {
        try
        {
            await _output.SeenAsync(text, times).WaitAsync(PrintLimit);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"it ended and had not printed '{text}' {times} times: {await EndAsync()}");
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail(
                $"it has not printed '{text}' {times} times within {PrintLimit}, but:\n{_output.SoFar}"
            );
        }
    }

    /// <summary>Returns once this was printed to standard error.</summary>
    public Task ErrorSeenAsync(string text) => _errors.SeenAsync(text).WaitAsync(Limit);

    public void Signal(string name)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill") { ArgumentList = { "-" + name, $"{process.Id}" } }
        )!;
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
            Assert.Fail(
                $"it did not end within {Limit}:\n{await _output.AllAsync()}\n{await _errors.AllAsync()}"
            );
        }
        return new Ended(process.ExitCode, await _output.AllAsync(), await _errors.AllAsync());
    }

    public void Dispose() => process.Dispose();
}
