using System.Globalization;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// One line an event with its UTC time, for logs and pipes. Progress at most every ten seconds a step.
/// </summary>
internal sealed class PlainObserver(TextSink sink) : IRunObserver
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, DateTimeOffset> _told = [];

    /// <inheritdoc/>
    public void On(RunEvent occurrence)
    {
        if (
            occurrence is { Kind: RunEventKind.StepProgress, Step: { } step }
            && !IsDue(step.Id, occurrence.At)
        )
            return;
        if (EventText.Of(occurrence) is { } text)
            sink.Line($"{Time(occurrence.At)} {text}");
    }

    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private bool IsDue(string step, DateTimeOffset at)
    {
        if (_told.TryGetValue(step, out var last) && at - last < Often)
            return false;
        _told[step] = at;
        return true;
    }
}
