namespace RunbookDsl.Journal;

/// <summary>What the kernel knows of a path and of us.</summary>
internal interface IFacts
{
    /// <summary>statx(2).</summary>
    int Look(string path, out PathFacts facts);

    /// <summary>statfs(2): the magic number of its file system.</summary>
    int FileSystem(string path, out uint magic);

    /// <summary>Whose files we make.</summary>
    uint EffectiveUser();
}
