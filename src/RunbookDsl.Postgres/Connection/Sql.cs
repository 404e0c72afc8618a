namespace RunbookDsl.Postgres;

/// <summary>Quoting of names and texts that cannot be parameters.</summary>
internal static class Sql
{
    /// <summary>An identifier, always quoted.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text literal that does not depend on <c>standard_conforming_strings</c>.</summary>
    public static string Text(string text)
    {
        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return quoted.Contains('\\', StringComparison.Ordinal)
            ? $"E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'"
            : $"'{quoted}'";
    }
}
