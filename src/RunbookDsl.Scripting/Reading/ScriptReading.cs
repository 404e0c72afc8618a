using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Scripting;

/// <summary>
/// Runs the statements of a loaded script: they only speak to the session they were entered in.
/// </summary>
public static class ScriptReading
{
    /// <summary>Null when all went well; else what the script did wrong, with its place.</summary>
    public static AuthoringError? Failure(LoadedScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        try
        {
            var reading = script.RunAsync();
            if (!reading.IsCompleted)
                return new(
                    "RB0118",
                    "the script waits for something while it is read: only steps may wait.",
                    Top(script)
                );
            reading.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e) when (e is not (RunbookException or OutOfMemoryException))
        {
            var text = $"the script failed while it was read: {e.GetType().Name}: {OneLine(e.Message)}";
            return SourcePositions.Find(e, script.Sources) is { } place
                ? new("RB0122", text, new(place.File, place.Line, "") { Column = place.Column })
                : new("RB0122", text, Top(script));
        }
    }

    private static string OneLine(string text)
    {
        var line = text.Any(char.IsControl)
            ? text.Trim()
                .Replace("\r\n", "\n", StringComparison.Ordinal)
                .Replace("\n", " | ", StringComparison.Ordinal)
            : text;
        return string.Concat(line.Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }

    private static SourceLocation Top(LoadedScript script) => new(script.Path, 1, "");
}
