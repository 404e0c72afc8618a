using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Testing.NUnit;

/// <summary>The runbooks of a fixture, by their names. Only lists files, and starts nothing.</summary>
/// <param name="path">Full path.</param>
internal sealed class RunbookFolder(string path)
{
    private const string Extension = ".csx";

    public string Path => path;

    /// <summary>Finds the folder from the test assembly upwards.</summary>
    /// <exception cref="WorldException">There is no such folder.</exception>
    public static RunbookFolder Find(string folder) =>
        new(NearbyPath.Find(folder, System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));

    /// <summary>Paths below the folder, without the extension; never empty.</summary>
    /// <exception cref="WorldException">No runbook has a world.</exception>
    public IReadOnlyList<string> Runbooks()
    {
        var names = WorldFile
            .RunbooksBelow(path)
            .Select(s => System.IO.Path.GetRelativePath(path, s)[..^Extension.Length])
            .ToList();
        return names.Count > 0
            ? names
            : throw new WorldException(
                $"no runbook below {path} has a world: NAME.world.csx beside NAME.csx says what it is rehearsed "
                    + "in. `runbook new` shows what one looks like."
            );
    }

    public string Script(string runbook) => System.IO.Path.Combine(path, runbook + Extension);

    /// <summary>
    /// The scenarios that the snapshot of all of them tells about; empty when there is none yet.
    /// </summary>
    public IReadOnlyList<string> Scenarios(string runbook)
    {
        var folder = SnapshotFolder.Open(Script(runbook), isCi: true);
        var file = new FileInfo(System.IO.Path.Combine(folder.Path, $"{RunbookTest.All}.verified.txt"));
        if (!file.Exists)
            return [];
        var text = File.ReadAllText(file.FullName).ReplaceLineEndings("\n");
        return Combination.ScenariosIn(text);
    }
}
