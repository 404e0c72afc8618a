using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// One journal with the world its run works on; copied, so that each fault begins from the same state.
/// </summary>
internal sealed class Case : IDisposable
{
    private Case(string folder) => Folder = folder;

    public string Folder { get; }

    public string Home => Path.Combine(Folder, "home");

    public string Effects => Path.Combine(Folder, "effects");

    /// <summary>
    /// Where outcomes go that the journal cannot take: on another file system, as it should be.
    /// </summary>
    public string Spills => Path.Combine(Settings.Spills, Path.GetFileName(Folder));

    /// <summary>The one run; null while none was begun.</summary>
    public string? RunId =>
        Directory.Exists(Path.Combine(Home, "runs"))
            ? Path.GetFileName(Directory.GetDirectories(Path.Combine(Home, "runs"), "2*").SingleOrDefault())
            : null;

    /// <summary>Whether the run is closed, with all its steps done.</summary>
    public bool IsDone => StateFold.Of(Read()) is { IsClosed: true, Status: RunStatus.Done };

    public static Case New() => new(Directory.CreateDirectory(Settings.NextFolder()).FullName);

    /// <summary>
    /// A copy with its own journal and its own world; same modes, so that the store accepts it.
    /// </summary>
    public Case Copy()
    {
        var copy = New();
        CopyInto(Folder, copy.Folder);
        return copy;
    }

    public RunHistory Read() => Store().Read(RunId!);

    public FileJournalStore Store() =>
        new(Home, TimeProvider.System, Owner.OfThisProcess("test", TimeProvider.System));

    public IReadOnlyList<Effect> Log() =>
        File.Exists(Effects) ? [.. File.ReadAllLines(Effects).Select(Effect.Parse)] : [];

    public void Dispose()
    {
        if (!Settings.KeepsFolders)
            Directory.Delete(Folder, recursive: true);
    }

    private static void CopyInto(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
        {
            var target = Path.Combine(to, Path.GetFileName(folder));
            Directory.CreateDirectory(target, File.GetUnixFileMode(folder));
            CopyInto(folder, target);
        }
    }
}
