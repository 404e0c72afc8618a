using System.Diagnostics;

namespace RunbookDsl.Hosts.Tests;

/// <summary>
/// A folder with a run that processes of their own work on: started, killed and resumed by a test. The step
/// runs <c>work.sh</c>; programs and test wait for each other by fifos.
/// </summary>
internal sealed class KilledRunner : IDisposable
{
    public KilledRunner(string script)
    {
        Folder = Directory.CreateTempSubdirectory("runbook-killed-").FullName;
        File.WriteAllText(Path.Combine(Folder, "work.sh"), script);
        using var fifos = Process.Start(
            new ProcessStartInfo("mkfifo")
            {
                ArgumentList = { PathOf("ready"), PathOf("go"), PathOf("hold") },
            }
        )!;
        fifos.WaitForExit();
    }

    public string Folder { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string TextOf(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "";

    /// <summary>Begins the run, waits for the program's word, and kills the runner with SIGKILL.</summary>
    public async Task<string> KilledAsync(string plan, CancellationToken cancellation)
    {
        using var runner = Begin("start", plan, TimeSpan.FromHours(1));
        var word = await ReadyAsync(cancellation);
        Processes.Kill(runner.Id);
        await runner.WaitForExitAsync(cancellation);
        return word;
    }

    /// <summary>What the program says when it is where the test wants it.</summary>
    public async Task<string> ReadyAsync(CancellationToken cancellation) =>
        (await Fifo(() => File.ReadAllText(PathOf("ready")), cancellation)).Trim();

    /// <summary>Lets the program go on.</summary>
    public Task GoAsync(CancellationToken cancellation) =>
        Fifo(
            () =>
            {
                File.WriteAllText(PathOf("go"), "go\n");
                return "";
            },
            cancellation
        );

    // Opening a fifo waits for its other end, which may never come.
    private static Task<string> Fifo(Func<string> use, CancellationToken cancellation) =>
        Task.Run(use, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20), cancellation);

    public Process Begin(string verb, string plan, TimeSpan patience)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "RunbookDsl.Hosts.Tests.Runner.dll"),
                Folder,
                verb,
                plan,
                $"{(long)patience.TotalMilliseconds}",
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>Reads what the runner tells until a line has this in it.</summary>
    public static async Task<string> LineAsync(Process runner, string part, CancellationToken cancellation)
    {
        var heard = new List<string>();
        while (await runner.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            heard.Add(line);
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }
        throw new AssertionException($"never said '{part}': {string.Join('\n', heard)}");
    }

    public static async Task<string> LastLineAsync(Process runner, CancellationToken cancellation) =>
        (await runner.StandardOutput.ReadToEndAsync(cancellation)).TrimEnd().Split('\n')[^1];

    public void Dispose()
    {
        // Whatever a failed test has left is waiting for a fifo that goes away now.
        foreach (var file in Directory.GetFiles(Folder, "pid*"))
            if (int.TryParse(File.ReadAllText(file), null, out var pid) && Processes.IsAlive(pid))
                Processes.Kill(pid);
        Directory.Delete(Folder, true);
    }
}
