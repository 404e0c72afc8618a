using System.Diagnostics;

namespace RunbookDsl.Scripting.Positions;

/// <summary>
/// Says where in a script an exception came from. For error reports only: it reads the embedded symbols.
/// </summary>
public static class SourcePositions
{
    /// <summary>
    /// The innermost frame that lies in one of the script's own files, of the innermost exception that has
    /// one; null when no frame does.
    /// </summary>
    /// <param name="exception">What the script's code threw.</param>
    /// <param name="sources">The script's files: <see cref="LoadedScript.Sources"/>.</param>
    public static ScriptPosition? Find(Exception exception, IReadOnlyList<string> sources)
    {
        var inner = exception is AggregateException { InnerExceptions.Count: > 0 } many
            ? many.InnerExceptions[0]
            : exception.InnerException;
        if (inner is not null && Find(inner, sources) is { } deeper)
        {
            return deeper;
        }

        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0 && sources.Contains(file))
            {
                return new ScriptPosition(file, frame.GetFileLineNumber(), frame.GetFileColumnNumber());
            }
        }

        return null;
    }
}
