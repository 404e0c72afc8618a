namespace RunbookDsl.Scripting.Cache;

/// <summary>A verified entry: the assembly's bytes are those the manifest describes.</summary>
internal sealed record CachedScript(CacheManifest Manifest, byte[] Image);
