using System.Diagnostics;

namespace RunbookDsl.LanguageServer.Tests;

/// <summary>An editor of somebody else's, driving <c>runbook lsp</c> by a script of ours.</summary>
internal static class RealClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>What the script said, line by line.</summary>
    public static async Task<string[]> RunAsync(
        ScriptFolder folder,
        string file,
        string program,
        params string[] arguments
    )
    {
        var said = folder["said.txt"];
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder.Path;
        start.Environment["XDG_CONFIG_HOME"] = folder["config"];
        start.Environment["XDG_DATA_HOME"] = folder["data"];
        start.Environment["XDG_STATE_HOME"] = folder["state"];
        start.Environment["RUNBOOK_CACHE"] = folder["cache"];
        start.Environment["RUNBOOK_PROGRAM"] = Program();
        start.Environment["RUNBOOK_FOLDER"] = folder.Path;
        start.Environment["RUNBOOK_FILE"] = file;
        start.Environment["RUNBOOK_SAID"] = said;
        using var editor = Process.Start(start)!;
        editor.StandardInput.Close();
        var output = editor.StandardOutput.ReadToEndAsync();
        var errors = editor.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await editor.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            editor.Kill(entireProcessTree: true);
        }
        var printed = await output.WaitAsync(Limit) + await errors.WaitAsync(Limit);
        Assert.That(File.Exists(said), Is.True, printed);
        TestContext.Out.WriteLine(printed);
        return await File.ReadAllLinesAsync(said);
    }

    private static string Program() => Path.Combine(AppContext.BaseDirectory, "runbook.dll");
}
