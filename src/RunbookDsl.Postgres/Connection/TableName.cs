namespace RunbookDsl.Postgres;

/// <summary>
/// Names of tables as authors write them: <c>schema.table</c>, quotes only where SQL needs them.
/// </summary>
internal static class TableName
{
    /// <summary><c>"schema"."table"</c>.</summary>
    public static string Quoted(string table) => string.Join('.', Parts(table).Select(Sql.Name));

    /// <summary>As <c>format('%I.%I')</c> prints it, to compare with what the catalogue says.</summary>
    public static string Catalogue(string table) => string.Join('.', Parts(table).Select(Plain));

    /// <summary><c>schema name</c> without quotes, as a dump's table of contents lists it.</summary>
    public static string Spaced(string table) => string.Join(' ', Parts(table));

    private static List<string> Parts(string table)
    {
        var parts = new List<string> { "" };
        var quoted = false;
        foreach (var c in table)
            if (c == '"')
                quoted = !quoted;
            else if (c == '.' && !quoted)
                parts.Add("");
            else
                parts[^1] += quoted ? c : char.ToLowerInvariant(c);
        if (parts.Count == 1)
            parts.Insert(0, "public");
        return parts;
    }

    private static string Plain(string name) =>
        name.Length > 0
        && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? name
            : Sql.Name(name);
}
