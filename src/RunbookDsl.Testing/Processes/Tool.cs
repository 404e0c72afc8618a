using System.Diagnostics;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Starts the helper programs of the world, with an environment that is given, not found.</summary>
internal static class Tool
{
    public static ProcessStartInfo Command(
        IReadOnlyList<string> command,
        string directory,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        for (var i = 1; i < command.Count; i++)
            start.ArgumentList.Add(command[i]);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs a program to its end; its two streams come back as one text, errors last.</summary>
    public static async Task<(int Code, string Said)> RunAsync(
        ProcessStartInfo command,
        CancellationToken cancellation
    )
    {
        using var process = Process.Start(command)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
