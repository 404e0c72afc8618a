using System.Collections.Concurrent;
using RunbookDsl.Scripting.Cache;

namespace RunbookDsl.Scripting.Loading;

/// <summary>Scripts that stay loaded for the next time they are read.</summary>
internal sealed class KeptImages
{
    private readonly ConcurrentDictionary<string, LoadedImage> _images = new(StringComparer.Ordinal);

    /// <summary>The one that was kept; null when there is none.</summary>
    public LoadedImage? Find(CacheManifest manifest) => _images.GetValueOrDefault(KeyOf(manifest));

    /// <summary>Keeps it, if one run of it leaves nothing behind for the next.</summary>
    /// <remarks>Never one that refers to assemblies of its own: what these hold cannot be told.</remarks>
    public bool Keep(CacheManifest manifest, LoadedImage image) =>
        manifest.Assemblies.Length == 0 && image.IsUnchanging && _images.TryAdd(KeyOf(manifest), image);

    private static string KeyOf(CacheManifest manifest) => $"{manifest.Identity} {manifest.ClosureHash}";
}
