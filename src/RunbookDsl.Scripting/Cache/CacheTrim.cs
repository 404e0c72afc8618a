namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// Keeps the cache within its bounds: least recently used entries go first. Runs only after a compilation.
/// </summary>
internal static class CacheTrim
{
    private static readonly TimeSpan UseResolution = TimeSpan.FromHours(12);
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(1);

    /// <summary>Marks an entry as used, at most twice a day: a hit should not write.</summary>
    public static void MarkUsed(string manifest, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now - File.GetLastWriteTimeUtc(manifest) <= UseResolution)
        {
            return;
        }

        try
        {
            File.SetLastWriteTimeUtc(manifest, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache on a read-only disk still answers.
        }
    }

    public static void Run(string directory, ScriptHostOptions options)
    {
        var now = options.Clock.GetUtcNow().UtcDateTime;
        var entries = new List<(DateTime Used, long Bytes, string Path)>();
        foreach (var entry in Directory.EnumerateDirectories(directory))
        {
            entries.Add(Measure(entry, now));
        }

        entries.Sort((a, b) => b.Used.CompareTo(a.Used));
        long bytes = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            bytes += entries[i].Bytes;
            if (i > 0 && (i >= options.CacheEntries || bytes > options.CacheBytes))
            {
                Remove(entries[i].Path);
            }
        }
    }

    private static (DateTime Used, long Bytes, string Path) Measure(string entry, DateTime now)
    {
        long bytes = 0;
        var used = DateTime.MinValue;
        foreach (var file in new DirectoryInfo(entry).EnumerateFiles())
        {
            bytes += file.Length;
            used = file.LastWriteTimeUtc > used ? file.LastWriteTimeUtc : used;
            if (
                file.Name.EndsWith(".tmp", StringComparison.Ordinal)
                && now - file.LastWriteTimeUtc > LeftoverAge
            )
            {
                file.Delete();
            }
        }

        return (used, bytes, entry);
    }

    private static void Remove(string entry)
    {
        try
        {
            File.Delete(Path.Combine(entry, ScriptCache.ManifestName));
            Directory.Delete(entry, recursive: true);
        }
        catch (IOException)
        {
            // Another process is trimming or writing the same entry; the next compilation tries again.
        }
    }
}
