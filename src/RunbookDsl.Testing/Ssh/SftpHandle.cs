namespace RunbookDsl.Testing;

/// <summary>An open file or folder of an SFTP session.</summary>
/// <param name="Path">Its full path.</param>
internal sealed record SftpHandle(string Path)
{
    /// <summary>What is written so far; null for a file that is read, and for a folder.</summary>
    public MemoryStream? Written { get; init; }

    /// <summary>Names that were not given yet; null for a file.</summary>
    public Queue<string>? Names { get; init; }

    /// <summary>Writes go to the end, wherever they say.</summary>
    public bool IsAppending { get; init; }

    public CallTicket? Ticket { get; init; }

    public SortedDictionary<string, string>? Before { get; init; }
}
