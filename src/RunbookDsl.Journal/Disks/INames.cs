namespace RunbookDsl.Journal;

/// <summary>Names in directories. None is durable before the directory is synced.</summary>
internal interface INames
{
    /// <summary>rename(2).</summary>
    int Rename(string from, string to);

    /// <summary>link(2).</summary>
    int Link(string from, string to);

    /// <summary>unlink(2).</summary>
    int Unlink(string path);
}
