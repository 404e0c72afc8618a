namespace RunbookDsl.Testing;

/// <summary>A file, folder or link of a scripted machine.</summary>
/// <param name="Path">Full path; missing folders above it are made.</param>
/// <param name="Where">The verb that made it.</param>
public sealed record FileSeed(string Path, SourceLocation Where)
{
    /// <summary>Its text; null for a folder or a link.</summary>
    public string? Content { get; init; }

    /// <summary>Where a link leads; null for everything else.</summary>
    public string? Target { get; init; }

    /// <summary>Permission bits of a file or folder.</summary>
    public int Mode { get; init; } = 0b110_100_100;

    /// <summary>How many days ago it was last changed.</summary>
    public int Days { get; init; }

    /// <summary>The user that it belongs to.</summary>
    public string Owner { get; init; } = "root";
}
