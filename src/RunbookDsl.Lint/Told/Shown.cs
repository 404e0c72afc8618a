namespace RunbookDsl.Lint;

/// <summary>Commands and SQL as messages quote them: one line, not long.</summary>
internal static class Shown
{
    private const int Most = 60;

    public static string Of(ShellCommand command) => Short(command.Line);

    /// <summary>One line of at most 60 characters.</summary>
    public static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Most ? line : line[..(Most - 1)] + "…";
    }
}
