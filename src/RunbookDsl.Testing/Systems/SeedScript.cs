namespace RunbookDsl.Testing;

/// <summary>SQL that fills a database of the world.</summary>
/// <param name="Text">The statements; null when they are in a file.</param>
/// <param name="File">Full path of the file; null when they are in the world file itself.</param>
/// <param name="Where">The verb.</param>
public sealed record SeedScript(string? Text, string? File, SourceLocation Where)
{
    // A raw string of several lines begins on the line below its quotes.
    internal SqlSource Read() =>
        File is { } file
            ? new(System.IO.File.ReadAllText(file), file)
            : new(Text!, Where.File, Where.Line + (Text!.Contains('\n', StringComparison.Ordinal) ? 1 : 0));
}
