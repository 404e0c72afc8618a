namespace RunbookDsl.Journal;

/// <summary>What is where.</summary>
internal interface IPlaces
{
    bool IsFile(string path);

    bool IsFolder(string path);

    /// <summary>Full paths of the files (or else the directories) right in it, in no order.</summary>
    /// <exception cref="IOException">It cannot be listed; <see cref="DirectoryNotFoundException"/> if there
    /// is none.</exception>
    IEnumerable<string> In(string folder, bool files);
}
