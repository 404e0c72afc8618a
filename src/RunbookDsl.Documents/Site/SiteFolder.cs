namespace RunbookDsl.Documents;

/// <summary>
/// The folder of a site. A file in it lists what was written, so that the next time only that is removed,
/// and a folder of somebody else is not touched.
/// </summary>
internal static class SiteFolder
{
    /// <summary>Lists the files of the site.</summary>
    public const string Marker = ".runbook-docs";

    public static void Write(string folder, IReadOnlyDictionary<string, string> files)
    {
        try
        {
            if (Directory.Exists(folder))
                Clear(folder);
            else if (File.Exists(folder))
                throw new DocumentException($"{folder} is a file: name a folder.");
            Directory.CreateDirectory(folder);
            // First what may be removed, then what is written: broken off, the next time clears it all.
            var names = files.Keys.Order(StringComparer.Ordinal).ToList();
            File.WriteAllText(Path.Combine(folder, Marker), string.Concat(names.Select(n => n + "\n")));
            foreach (var name in names)
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, files[name]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DocumentException($"{folder} cannot be written: {e.Message}");
        }
    }

    private static void Clear(string folder)
    {
        var marker = Path.Combine(folder, Marker);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            return;
        if (!File.Exists(marker))
            throw new DocumentException(
                $"{folder} is not empty and was not written by `runbook docs --site`: name another folder."
            );
        foreach (var name in File.ReadLines(marker))
            if (IsOurs(name))
                File.Delete(Path.Combine(folder, name));
    }

    // Whatever the list says, only pages are removed, and only inside the folder.
    private static bool IsOurs(string name) =>
        name.Split('/') is [.., var last] parts
        && (parts.Length == 1 || parts is ["classes" or "rules", _])
        && (Path.GetExtension(last) is ".html" or ".css");
}
