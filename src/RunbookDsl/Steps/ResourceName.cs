namespace RunbookDsl;

/// <summary>Names of what runs exclude each other from.</summary>
internal static class ResourceName
{
    public static bool IsValid(string? name)
    {
        if (name is not { Length: > 0 and <= 100 })
            return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not (':' or '.' or '_' or '/' or '-'))
                return false;
        return true;
    }

    public static string Wrong(string? name) =>
        $"'{name}' is no name of a resource: use 1 to 100 letters, digits and ':', '.', '_', '/', '-', as in "
        + "db:orders.";
}
