namespace RunbookDsl.Postgres;

/// <summary>The finished dumps in a folder, by their manifests.</summary>
internal static class DumpCatalogue
{
    public static IEnumerable<DumpArtifact> Of(string directory)
    {
        if (!Directory.Exists(directory))
            yield break;
        foreach (var path in Directory.GetDirectories(directory))
        {
            var folder = DumpFolder.At(path);
            if (!path.EndsWith(".partial", StringComparison.Ordinal) && folder.ReadManifest() is { } manifest)
                yield return folder.Artifact(manifest);
        }
    }
}
