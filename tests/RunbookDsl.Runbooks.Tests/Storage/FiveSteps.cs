using System.Text.Json;

namespace RunbookDsl.Runbooks.Tests.Storage;

/// <summary>
/// Five steps that leave a mark each, of which one fills the disk when it is told to; and the counting of
/// what was done. They never change the thread: strace counts the calls of each thread by themselves, and
/// only so is the k-th write of the thread the k-th of the run.
/// </summary>
internal sealed class FiveSteps : IDisposable
{
    private const string Text = """
        var work = Param<string>("work", "where marks and orders are");
        void Do(string mark)
        {
            // The fault is meant for the journal: a mark that it hits is made again.
            try { File.AppendAllText(Path.Combine(work, "effects"), mark + "\n"); }
            catch (IOException) { File.AppendAllText(Path.Combine(work, "effects"), mark + "\n"); }
            var order = Path.Combine(work, "order");
            if (!File.Exists(order))
                return;
            var told = File.ReadAllText(order).Split(' ');
            if (told is not [var at, var slack, var disk, var thief] || at != mark)
                return;
            File.Delete(order);
            if (thief == "True")
                foreach (var reserve in Directory.GetFiles(disk, "ballast", SearchOption.AllDirectories))
                    File.Delete(reserve);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            options.BufferSize = 0;
            using var filler = new FileStream(Path.Combine(disk, "filler"), options);
            var page = new byte[1024];
            try { while (true) filler.Write(page); } catch (IOException) { }
            filler.SetLength(Math.Max(0, filler.Length - int.Parse(slack) * 1024));
        }
        Output<string>? before = null;
        for (var n = 1; n <= 5; n++)
        {
            var (mark, last) = ($"{n}", before);
            before = Step($"S{n}")
                .Run(async ctx =>
                {
                    await Task.CompletedTask;
                    if (last is not null && !ctx.Read(last).StartsWith(new string('r', 5000)))
                        throw new OperationFailedException("the result of the step before is another one");
                    Do(mark);
                    return new string('r', 5000) + mark;
                })
                .Undo(async ctx => { await Task.CompletedTask; Do("-" + mark); });
        }
        """;

    private static readonly Lock Writing = new();
    private static readonly string Shared = Path.Combine(Path.GetTempPath(), "runbook-test-cache");
    private readonly TemporaryFolder _folder = new();
    private readonly SpillFolder _spills = new();
    private readonly string _home;

    public FiveSteps(string? home = null)
    {
        _home = home ?? _folder.File("home");
        Program = new RunbookProcess(
            _home,
            Shared,
            new Dictionary<string, string> { ["RUNBOOK_SPILL"] = _spills.Path }
        );
        Environment =
        [
            ("RUNBOOK_HOME", _home),
            ("RUNBOOK_CACHE", Shared),
            ("RUNBOOK_SPILL", _spills.Path),
            ("NO_COLOR", "1"),
        ];
        lock (Writing)
            File.WriteAllText(Script, Text);
    }

    public RunbookProcess Program { get; }

    public (string Name, string Value)[] Environment { get; }

    public string Script => _folder.File("five.csx");

    public string[] Exec =>
        ["exec", Script, "-p", $"work={Path.GetDirectoryName(Script)}", "--non-interactive"];

    public string RunId =>
        Path.GetFileName(Directory.GetDirectories(Path.Combine(_home, "runs"), "2*").Single());

    public bool HasRun =>
        Directory.Exists(Path.Combine(_home, "runs"))
        && Directory.GetDirectories(Path.Combine(_home, "runs"), "2*").Length > 0;

    public string[] Effects =>
        File.Exists(_folder.File("effects")) ? File.ReadAllLines(_folder.File("effects")) : [];

    public string[] SpillFiles => _spills.Files;

    public void Order(string at, int slack, bool isThief) =>
        File.WriteAllText(_folder.File("order"), $"{at} {slack} {_home} {isThief}");

    /// <summary>Marks a new beginning in the same place.</summary>
    public void Clear()
    {
        _folder.Clear("effects", "order");
        if (Directory.Exists(_home))
            foreach (var entry in Directory.GetDirectories(_home))
                if (Path.GetFileName(entry) != "lost+found")
                    Directory.Delete(entry, recursive: true);
        if (Directory.Exists(_home))
            foreach (var file in Directory.GetFiles(_home))
                File.Delete(file);
        _spills.Take();
    }

    /// <summary>Every effect has its step's state other than "never begun".</summary>
    public async Task CheckIntentsAsync(string what)
    {
        var shown = await Program.RunAsync("show", "--json");
        Assert.That(shown.ExitCode, Is.Zero, $"{what}: {shown}");
        using var document = JsonDocument.Parse(shown.Output);
        foreach (var step in document.RootElement.GetProperty("steps").EnumerateArray())
            if (Effects.Contains(step.GetProperty("id").GetString()![1..]))
                Assert.That(step.GetProperty("state").GetString(), Is.Not.EqualTo("planned"), what);
    }

    /// <summary>Takes in what was spilled; says of how many steps.</summary>
    public async Task<int> TakeInAsync(string what)
    {
        Assert.That(SpillFolder.Elsewhere(_home), Is.Empty, $"{what}: spills that nobody takes away");
        var count = 0;
        foreach (var file in SpillFiles)
        {
            using var spill = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            var step = spill.RootElement.GetProperty("step").GetString()!;
            var ended = await Program.RunAsync("resolve", RunId, step, "--from-spill");
            Assert.That(ended.ExitCode, Is.Zero, $"{what}: {ended}");
            Assert.That(File.Exists(file), Is.False, $"{what}: it is in the journal now");
            count++;
        }
        return count;
    }

    public void Dispose()
    {
        _folder.Dispose();
        _spills.Dispose();
    }
}
