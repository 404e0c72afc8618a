using System.Diagnostics;
using TestLanguage;

namespace RunbookDsl.Scripting.Tests;

/// <summary>The small host as a process of its own.</summary>
internal static class HostProcess
{
    public static async Task<string> RunAsync(ScriptFolder folder, string script, params string[] arguments)
    {
        var program = Path.ChangeExtension(typeof(TestVerbs).Assembly.Location, null);
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] all = [folder.Cache, folder.PathOf(script), .. arguments];
        Array.ForEach(all, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(await error, Is.Empty);
        return output;
    }
}
