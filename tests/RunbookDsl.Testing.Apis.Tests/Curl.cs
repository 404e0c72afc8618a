using System.Diagnostics;
using System.Text;

namespace RunbookDsl.Testing.Apis.Tests;

/// <summary>The real program, with the environment that a step of the world would have.</summary>
internal static class Curl
{
    /// <summary>Exit code, output and errors of one call.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunAsync(
        Door door,
        string step,
        CancellationToken cancellation,
        params IReadOnlyList<string> arguments
    )
    {
        var start = new ProcessStartInfo("curl")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in (string[])["--disable", "--silent", "--show-error", .. arguments])
            start.ArgumentList.Add(argument);
        var surroundings = new Surroundings();
        door.Surround(surroundings);
        foreach (var (name, value) in surroundings.Variables)
            start.Environment[name] = value.Replace("{step}", Uri.EscapeDataString(step));
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, (await errors).TrimEnd());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
