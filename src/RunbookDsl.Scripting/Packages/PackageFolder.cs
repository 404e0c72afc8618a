using System.Text.Json;

namespace RunbookDsl.Scripting.Packages;

/// <summary>
/// The local folder of restored packages, laid out as NuGet's own: <c>id/version</c> in lower case.
/// </summary>
public static class PackageFolder
{
    /// <summary>Where one package lies.</summary>
    /// <param name="folder">Absolute packages folder.</param>
    /// <param name="id">Package id, in any case.</param>
    /// <param name="version">Exact version.</param>
    public static string Of(string folder, string id, string version) =>
        Path.Combine(folder, id.ToLowerInvariant(), version.ToLowerInvariant());

    /// <summary>Null when the folder holds what the lock file says, otherwise what differs.</summary>
    /// <param name="root">The package's own folder.</param>
    /// <param name="package">What was locked.</param>
    public static string? Check(string root, LockedPackage package)
    {
        var mark = Path.Combine(root, ".nupkg.metadata");
        if (!File.Exists(mark))
        {
            return $"is not in {root}";
        }

        if (ContentHash(mark) != package.Sha512)
        {
            return $"in {root} is not the package that {PackageLock.FileName} names (sha512 differs)";
        }

        foreach (var file in package.Compile.Concat(package.Runtime))
        {
            if (!File.Exists(Path.Combine(root, file)))
            {
                return $"in {root} lacks {file}";
            }
        }

        return null;
    }

    // The hash beside it, *.nupkg.sha512, counts the signature in; NuGet's own lock files and this one do
    // not.
    private static string? ContentHash(string mark)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(mark));
            return document.RootElement.GetProperty("contentHash").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
