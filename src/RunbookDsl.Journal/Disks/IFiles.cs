namespace RunbookDsl.Journal;

/// <summary>Open files, by descriptor.</summary>
internal interface IFiles
{
    /// <summary>open(2), new files and directories 0600. The descriptor, or the negative error.</summary>
    int Open(string path, int flags);

    /// <summary>The length in bytes, or the negative error.</summary>
    long Length(int file);

    /// <summary>close(2).</summary>
    int Close(int file);
}
