using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// The runs named by <c>--against</c>: ids, run directories, whole homes (of which the runs of the same
/// script count), or a pattern of such directories. Reads only.
/// </summary>
internal sealed class AgainstRuns(Session session, Invocation invocation, string script)
{
    private readonly List<RunHistory> _runs = [];

    /// <summary>Runs of other scripts that a home holds too.</summary>
    public int LeftOut { get; private set; }

    /// <exception cref="UsageException">A name is neither a run nor a directory of runs.</exception>
    public IReadOnlyList<RunHistory> Find(IEnumerable<string> names)
    {
        foreach (var name in names)
            if (name.AsSpan().ContainsAny('*', '?'))
                AddPattern(name);
            else if (Directory.Exists(Full(name)))
                AddFolder(Full(name));
            else
                AddRun(session.Store(invocation), name);
        return _runs;
    }

    private string Full(string path) => Path.GetFullPath(path, session.Settings.WorkingDirectory);

    private void AddPattern(string pattern)
    {
        var full = Full(pattern);
        var parent = Path.GetDirectoryName(full) ?? "/";
        var found = Directory.Exists(parent) ? Directory.GetDirectories(parent, Path.GetFileName(full)) : [];
        if (found.Length == 0)
            throw new UsageException($"--against {pattern}: no directory matches.", invocation.Command);
        Array.Sort(found, StringComparer.Ordinal);
        foreach (var folder in found)
            AddFolder(folder);
    }

    private void AddFolder(string folder)
    {
        folder = folder.TrimEnd('/');
        var parent = Path.GetDirectoryName(folder) ?? "/";
        if (Directory.Exists(Path.Combine(folder, "runs")))
            AddAll(StoreAt(folder));
        else if (File.Exists(Path.Combine(folder, "000001.jsonl")) && Path.GetFileName(parent) == "runs")
            AddRun(StoreAt(Path.GetDirectoryName(parent) ?? "/"), Path.GetFileName(folder));
        else
            throw new UsageException(
                $"--against {folder}: expected a directory of journals (with runs/ in it) or one run, HOME/runs/RUN.",
                invocation.Command
            );
    }

    private void AddAll(FileJournalStore store)
    {
        foreach (var listing in store.List())
        {
            var history = listing.History ?? throw listing.Error!;
            if (Path.GetFileName(StateFold.Of(history).ScriptPath) == Path.GetFileName(script))
                _runs.Add(history);
            else
                LeftOut++;
        }
    }

    private void AddRun(IJournalStore store, string name) => _runs.Add(store.Read(store.FindRun(name)));

    private FileJournalStore StoreAt(string home) =>
        new(home, session.Clock, Owner.OfThisProcess(session.Settings.Operator, session.Clock));
}
