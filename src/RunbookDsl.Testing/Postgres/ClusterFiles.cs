using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>Copies clusters, and tells a whole copy from a torn one.</summary>
internal static class ClusterFiles
{
    public const UnixFileMode Private =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Copies a tree and calls <paramref name="each"/> for every folder and file of the copy.
    /// </summary>
    /// <returns>Number of files and their size, as one text.</returns>
    public static string Copy(string from, string to, Action<string> each)
    {
        var (count, bytes) = (0, 0L);
        Directory.CreateDirectory(to, Private);
        each(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            var copy = to + folder[from.Length..];
            Directory.CreateDirectory(copy, Private);
            each(copy);
        }
        Parallel.ForEach(
            new DirectoryInfo(from).EnumerateFiles("*", SearchOption.AllDirectories),
            file =>
            {
                var copy = to + file.FullName[from.Length..];
                file.CopyTo(copy);
                each(copy);
                Interlocked.Increment(ref count);
                Interlocked.Add(ref bytes, file.Length);
            }
        );
        return string.Create(CultureInfo.InvariantCulture, $"{count} files, {bytes} bytes");
    }
}
