namespace RunbookDsl.Scripting.Packages;

/// <summary>One <c>#r "nuget: Id, Version"</c> of a script's closure.</summary>
/// <param name="Id">As written.</param>
/// <param name="Version">Exact, as written; never a range or a wildcard.</param>
/// <param name="File">Absolute path of the file that holds it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record PackageDirective(string Id, string Version, string File, int Line, int Column)
{
    /// <summary>What such a directive begins with.</summary>
    public const string Scheme = "nuget:";

    /// <summary>Whether an <c>#r</c> names a package rather than a file.</summary>
    /// <param name="reference">The text between the quotes.</param>
    public static bool IsPackage(string reference) =>
        reference.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Splits <c>nuget: Id, Version</c>; returns null or what is wrong with it.</summary>
    /// <param name="reference">The text between the quotes.</param>
    /// <param name="id">The id, or empty.</param>
    /// <param name="version">The version, or empty.</param>
    public static string? Parse(string reference, out string id, out string version)
    {
        var parts = reference[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries);
        id = parts[0];
        version = parts.Length > 1 ? parts[1] : "";
        if (id.Length == 0 || parts.Length > 2 || !IsIdentifier(id))
        {
            return "a package reference is written #r \"nuget: Id, 1.2.3\"";
        }

        if (version.Length == 0)
        {
            return $"package '{id}' has no version; write the exact one: #r \"nuget: {id}, 1.2.3\"";
        }

        return IsExact(version)
            ? null
            : $"package '{id}' has the floating version '{version}'; a runbook needs an exact one, such as 1.2.3";
    }

    private static bool IsIdentifier(string id)
    {
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsExact(string version)
    {
        foreach (var c in version)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '+'))
            {
                return false;
            }
        }

        return char.IsAsciiDigit(version[0]);
    }
}
