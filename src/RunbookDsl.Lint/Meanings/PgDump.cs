namespace RunbookDsl.Lint;

/// <summary>What the words of PostgreSQL's own programs say about backups.</summary>
internal static class PgDump
{
    /// <summary>Whether <c>pg_dump</c> writes SQL as text, its default.</summary>
    public static bool IsPlain(ShellCommand command) =>
        command.Option("-F", "--format") is not { } format || format is "p" or "plain";

    /// <summary>Whether <c>pg_restore</c> only lists or unpacks.</summary>
    public static bool OnlyReads(ShellCommand command) =>
        command.Has("-l", "--list")
        || (command.Option("-f", "--file") is not null && command.Option("-d", "--dbname") is null);

    /// <summary>Whether what psql reads is a backup by its name.</summary>
    public static bool LooksLikeBackup(ShellCommand command) =>
        (command.ReadsFile ?? command.Option("-f", "--file")) is { } file
        && (
            file.Contains("backup", StringComparison.OrdinalIgnoreCase)
            || file.Contains("dump", StringComparison.OrdinalIgnoreCase)
            || file.Contains("bak", StringComparison.OrdinalIgnoreCase)
            || file.EndsWith(".gz", StringComparison.Ordinal)
        );
}
