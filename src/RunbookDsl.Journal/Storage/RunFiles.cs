namespace RunbookDsl.Journal;

/// <summary>The files beside the segments: large values and sources, each under its own hash.</summary>
internal sealed class RunFiles(Disk disk, string location)
{
    private const string Prefix = "sha256-";
    private readonly List<string> _ready = [];

    internal string WriteBlob(ReadOnlySpan<byte> content)
    {
        var name = NameOf(content);
        Keep("blobs", name, content);
        return name;
    }

    internal bool HasBlob(string name) => disk.Places.IsFile(Path.Combine(location, "blobs", name));

    /// <summary>Takes over a source file that was archived elsewhere, under the name it has there.</summary>
    internal void TakeScript(string stored, ReadOnlySpan<byte> content)
    {
        if (Path.GetFileName(stored) == stored)
            Keep("script", stored, content);
    }

    /// <summary>What a value is called: its hash.</summary>
    internal static string NameOf(ReadOnlySpan<byte> content) => Prefix + HexDigest(content);

    internal byte[] ReadBlob(string name)
    {
        if (name.Length != Prefix.Length + 64 || !name.StartsWith(Prefix, StringComparison.Ordinal))
            throw new ArgumentException(
                $"'{name}' is no blob's name; expected sha256- and 64 hex digits.",
                nameof(name)
            );
        var path = Path.Combine(location, "blobs", name);
        var content = DurableFile.ReadAll(disk, path);
        return NameOf(content) == name
            ? content
            : throw new JournalCorruptException(path, 0, 0, "content that agrees with the file's name");
    }

    internal string ArchiveScript(string name, ReadOnlySpan<byte> content)
    {
        if (Path.GetFileName(name) != name || name.Length is 0 or > 200)
            throw new ArgumentException(
                $"'{name}' is no file name; expected one without a directory.",
                nameof(name)
            );
        var stored = HexDigest(content)[..16] + "-" + name;
        Keep("script", stored, content);
        return stored;
    }

    private void Keep(string folder, string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(location, folder, name);
        lock (_ready)
            if (!_ready.Contains(folder))
            {
                Folder.MakeDurable(disk, Path.Combine(location, folder));
                _ready.Add(folder);
            }
        if (disk.Places.IsFile(path))
            // It may be there since a crash a moment ago, and its name not yet durable.
            Folder.Sync(disk, Path.Combine(location, folder));
        else
            DurableFile.Replace(disk, path, content);
    }

    private static string HexDigest(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        ContentHash.Sha256(content, digest, content.Length);
        return ContentHash.Hex(digest);
    }
}
