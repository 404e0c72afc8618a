namespace RunbookDsl.Scripting.Compiling;

/// <summary>
/// Files as they were when a run began. A host that has one reads scripts and lock files from it alone, under
/// their old paths, and libraries from it first; whether anything is on disk at those paths does not matter.
/// </summary>
/// <param name="files">Contents by full path.</param>
public sealed class SourceArchive(IReadOnlyDictionary<string, byte[]> files)
{
    /// <summary>Whether the file was there.</summary>
    public bool Has(string path) => files.ContainsKey(path);

    /// <summary>Its content; null when it was not there.</summary>
    public byte[]? Find(string path) => files.TryGetValue(path, out var content) ? content : null;
}
