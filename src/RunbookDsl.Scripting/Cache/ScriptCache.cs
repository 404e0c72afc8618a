namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// The compile cache: <c>DIR/&lt;32 hex of identity&gt;/manifest</c> names <c>&lt;hash&gt;.dll</c> beside it.
/// Both are written under another name and renamed, so a reader sees a whole old or a whole new entry, and an
/// image is never written over. No locks: processes that miss together each compile, and the last rename
/// wins.
/// </summary>
internal sealed class ScriptCache(string directory, ScriptHostOptions options)
{
    public const string ManifestName = "manifest";

    private const string TemporarySuffix = ".tmp";
    private const int Attempts = 3;

    /// <summary>The entry if it is whole and current; null is a miss, whatever the reason.</summary>
    public CachedScript? Find(string identity)
    {
        var entry = EntryDirectory(identity);
        try
        {
            var path = Path.Combine(entry, ManifestName);
            var manifest = ManifestReader.Read(File.ReadAllBytes(path));
            if (manifest is null || manifest.Identity != identity || !manifest.IsCurrent())
            {
                return null;
            }

            var image = File.ReadAllBytes(Path.Combine(entry, manifest.ImageFile));
            if (image.Length != manifest.ImageLength || !ContentHash.Of(image).Equals(manifest.ImageHash))
            {
                return null;
            }

            CacheTrim.MarkUsed(path, options.Clock);
            return new CachedScript(manifest, image);
        }
        catch (Exception e) when (IsExpected(e))
        {
            return null;
        }
    }

    /// <summary>Writes an entry; returns null, or why it could not be written.</summary>
    public string? Store(CacheManifest manifest, byte[] image)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var entry = EntryDirectory(manifest.Identity);
                PrivateFiles.CreateDirectory(entry);
                Replace(entry, manifest.ImageFile, image);
                Replace(entry, ManifestName, ManifestWriter.Write(manifest));
                RemoveOldImages(entry, manifest.ImageFile);
                CacheTrim.Run(directory, options);
                return null;
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts)
            {
                // Another process trimmed the entry between its creation and the write.
            }
            catch (Exception e) when (IsExpected(e))
            {
                return e.Message;
            }
        }
    }

    private string EntryDirectory(string identity) =>
        Path.Combine(directory, ContentHash.Of(identity).ToString());

    private static void Replace(string entry, string name, byte[] content)
    {
        var temporary = Path.Combine(entry, name + "." + Path.GetRandomFileName() + TemporarySuffix);
        PrivateFiles.Create(temporary, content);
        File.Move(temporary, Path.Combine(entry, name), overwrite: true);
    }

    // A reader that still holds the old manifest finds no image and compiles: slower, never wrong.
    private static void RemoveOldImages(string entry, string current)
    {
        foreach (var file in Directory.EnumerateFiles(entry, "*.dll"))
        {
            if (Path.GetFileName(file) != current)
            {
                File.Delete(file);
            }
        }
    }

    // A corrupted entry shows as one of these or as a failed hash; none of them may stop a runbook.
    private static bool IsExpected(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
