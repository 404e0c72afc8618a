namespace RunbookDsl.Deployment;

/// <summary>Names that git takes and that no shell or option can misread.</summary>
internal static class GitNames
{
    private const int Longest = 100;

    public static string Checked(string name, string what)
    {
        ArgumentNullException.ThrowIfNull(name);
        return
            name.Length is > 0 and <= Longest
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            && char.IsAsciiLetterOrDigit(name[0])
            && char.IsAsciiLetterOrDigit(name[^1])
            && !name.Contains("..", StringComparison.Ordinal)
            && !name.Contains("//", StringComparison.Ordinal)
            ? name
            : throw new ArgumentException(
                $"'{name}' is no name of {what}: letters, digits, '-', '_', '.' and '/'."
            );
    }

    public static bool IsRevision(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>A relative path inside the repository.</summary>
    public static string CheckedPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return
            path.Length > 0
            && !Path.IsPathRooted(path)
            && !path.Contains('\\', StringComparison.Ordinal)
            && !path.Any(char.IsControl)
            && path.Split('/')
                .All(p =>
                    p is not ("" or "." or "..") && !p.Equals(".git", StringComparison.OrdinalIgnoreCase)
                )
            ? path
            : throw new ArgumentException($"'{path}' is no path in a repository.");
    }
}
