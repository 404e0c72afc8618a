namespace RunbookDsl.Runbooks.Tests.Storage;

/// <summary>
/// Where outcomes go that a journal could not take: on the memory file system, which is another one than the
/// journal's, in a folder that goes with the test.
/// </summary>
internal sealed class SpillFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } =
        Directory.CreateDirectory($"{Memory}/runbook-test-{Guid.NewGuid():N}").FullName;

    public string[] Files => Directory.GetFiles(Path);

    /// <summary>What the runs of a home left at the place that is shared by all.</summary>
    public static string[] Elsewhere(string home) =>
        Directory.Exists(System.IO.Path.Combine(home, "runs"))
            ?
            [
                .. Directory
                    .GetDirectories(System.IO.Path.Combine(home, "runs"), "2*")
                    .SelectMany(run =>
                        Directory.GetFiles(Memory, $"runbook-spill-{System.IO.Path.GetFileName(run)}-*")
                    ),
            ]
            : [];

    /// <summary>Removes what is there; says how much it was.</summary>
    public int Take()
    {
        var files = Files;
        foreach (var file in files)
            File.Delete(file);
        return files.Length;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
