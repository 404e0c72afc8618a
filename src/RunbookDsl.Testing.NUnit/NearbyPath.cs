namespace RunbookDsl.Testing.NUnit;

/// <summary>
/// Paths in tests: a test assembly lies some folders below its project, and how many depends on the build.
/// </summary>
internal static class NearbyPath
{
    /// <summary>
    /// The full path of a relative one, from the folder of the test assembly or the nearest one above it
    /// where it exists.
    /// </summary>
    /// <exception cref="WorldException">It exists nowhere.</exception>
    public static string Find(string path, string from)
    {
        for (var folder = from; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.GetFullPath(path, folder) is var full && Path.Exists(full))
                return full;
        throw new WorldException($"there is no {path}, neither from {from} nor from any folder above it.");
    }
}
