namespace RunbookDsl.Testing;

/// <summary>Text for a shell script.</summary>
internal static class ShellQuote
{
    public static string Of(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
