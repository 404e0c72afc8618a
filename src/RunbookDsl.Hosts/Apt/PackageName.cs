namespace RunbookDsl.Hosts;

/// <summary>Names of Debian packages.</summary>
internal static class PackageName
{
    /// <exception cref="ArgumentException">It is none (Debian policy 5.6.1).</exception>
    public static void Check(string name)
    {
        if (
            name is not { Length: >= 2 and <= 200 }
            || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(c =>
                char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '-' or '.' or ':'
            )
        )
            throw new ArgumentException($"'{name}' is no name of a Debian package");
    }
}
