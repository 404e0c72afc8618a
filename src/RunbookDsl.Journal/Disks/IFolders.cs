namespace RunbookDsl.Journal;

/// <summary>Directories.</summary>
internal interface IFolders
{
    /// <summary>mkdir(2), 0700.</summary>
    int Make(string path);

    /// <summary>Removes it with all that is in it.</summary>
    /// <exception cref="IOException">Something could not be removed.</exception>
    void Discard(string path);
}
