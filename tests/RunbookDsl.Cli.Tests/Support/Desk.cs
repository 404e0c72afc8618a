using System.Diagnostics;

namespace RunbookDsl.Cli.Tests;

/// <summary>
/// An operator's desk: a directory of its own for journals and files. The compile cache is shared, so that a
/// script of all tests is compiled once.
/// </summary>
internal sealed class Desk : IDisposable
{
    private static readonly string Shared = Directory.CreateTempSubdirectory("runbook-cli-").FullName;
    private static readonly string Program = FindProgram();

    public string Folder { get; } = Directory.CreateTempSubdirectory("runbook-desk-").FullName;

    public string Home => Path.Combine(Folder, "home");

    public Dictionary<string, string?> Environment { get; } = [];

    public static string Cache => Path.Combine(Shared, "cache");

    /// <summary>A script that many tests use, at the same place for all of them.</summary>
    public static string Common(string name, string text)
    {
        var path = Path.Combine(Shared, name);
        lock (Shared)
            if (!File.Exists(path))
                File.WriteAllText(path, text);
        return path;
    }

    public string Put(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string RunFolder => Directory.GetDirectories(Path.Combine(Home, "runs")).Single();

    public string RunId => Path.GetFileName(RunFolder);

    public string Journal => File.ReadAllText(Path.Combine(RunFolder, "000001.jsonl"));

    public async Task<Ended> RunAsync(params string[] arguments)
    {
        using var started = Start(arguments);
        started.Input.Close();
        return await started.EndAsync();
    }

    public Started Start(params string[] arguments) => Start("dotnet", [Program, .. arguments]);

    /// <summary>The same in a pseudo terminal of 80 columns, with these lines typed.</summary>
    public async Task<Ended> TypeAsync(string typed, params string[] arguments)
    {
        var line = string.Join(' ', arguments.Select(a => $"'{a}'"));
        using var started = Start(
            "script",
            ["-qec", $"stty cols 80; dotnet '{Program}' {line}", "/dev/null"]
        );
        await started.Input.WriteAsync(typed);
        await started.Input.FlushAsync();
        return await started.EndAsync();
    }

    /// <summary>A shell line in which <c>"$0" "$@"</c> are the program and these arguments.</summary>
    public Started Shell(string line, params string[] arguments) =>
        Start("bash", ["-c", line, Program, .. arguments]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private Started Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RUNBOOK_HOME"] = Home;
        start.Environment["RUNBOOK_CACHE"] = Cache;
        start.Environment["RUNBOOK_OPERATOR"] = "alice";
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return new Started(Process.Start(start)!);
    }

    // The one compiled ahead of time where there is one, else the one built beside these tests.
    private static string FindProgram()
    {
        var pivot = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        var programs = Path.GetFullPath("../../RunbookDsl.Cli", AppContext.BaseDirectory);
        var native = Path.Combine(programs, pivot + "_linux-x64", "runbook.dll");
        return File.Exists(native) ? native : Path.Combine(programs, pivot, "runbook.dll");
    }
}
