using RunbookDsl.Journal;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>A folder with a copy of a runbook and a home for its journal; removed afterwards.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runbook-test-").FullName;

    public Workplace(string runbook, string database, params (string Name, string Value)[] parameters)
    {
        Script = Path.Combine(_folder, Path.GetFileName(Tree.Runbook(runbook)));
        File.Copy(Tree.Runbook(runbook), Script);
        Parameters =
        [
            .. new[] { ("database", database), ("role", $"{database}_app") }
                .Concat(parameters)
                .SelectMany(p => new[] { "-p", $"{p.Item1}={p.Item2}" }),
        ];
        var secrets = new Dictionary<string, string> { ["DATABASE_URL"] = ShopServer.Url(database) };
        Program = new RunbookProcess(Home, Path.Combine(Path.GetTempPath(), "runbook-test-cache"), secrets);
    }

    public string Script { get; }

    public string Home => Path.Combine(_folder, "home");

    public string Backups => Path.Combine(_folder, "backups");

    public string[] Parameters { get; }

    public RunbookProcess Program { get; }

    /// <summary>The one run's folder; null while none was begun.</summary>
    public string? RunFolder =>
        Directory.Exists(Path.Combine(Home, "runs"))
            ? Directory.GetDirectories(Path.Combine(Home, "runs"), "2*").SingleOrDefault()
            : null;

    public string RunId =>
        Path.GetFileName(RunFolder ?? throw new InvalidOperationException("no run was begun"));

    public RunHistory Read() =>
        new FileJournalStore(
            Home,
            TimeProvider.System,
            Owner.OfThisProcess("test", TimeProvider.System)
        ).Read(RunId);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
