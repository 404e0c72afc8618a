using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// One line an event with its UTC time, for logs and pipes. Progress at most every ten seconds a step.
/// </summary>
internal sealed class PlainObserver(TextSink sink) : IRunObserver
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);
    private Dictionary<string, DateTimeOffset>? _told;

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

    public static string Time(DateTimeOffset at)
    {
        // By hand: the framework's custom formats load the calendar and compile themselves.
        var time = at.UtcDateTime;
        Span<char> text =
        [
            '0',
            '0',
            '0',
            '0',
            '-',
            '0',
            '0',
            '-',
            '0',
            '0',
            ' ',
            '0',
            '0',
            ':',
            '0',
            '0',
            ':',
            '0',
            '0',
            'Z',
        ];
        Digits(text[..4], time.Year);
        Digits(text[5..7], time.Month);
        Digits(text[8..10], time.Day);
        Digits(text[11..13], time.Hour);
        Digits(text[14..16], time.Minute);
        Digits(text[17..19], time.Second);
        return new string(text);
    }

    private static void Digits(Span<char> to, int value)
    {
        for (var i = to.Length - 1; i >= 0; i--, value /= 10)
            to[i] = (char)('0' + (value % 10));
    }

    private bool IsDue(string step, DateTimeOffset at)
    {
        _told ??= [];
        if (_told.TryGetValue(step, out var last) && at - last < Often)
            return false;
        _told[step] = at;
        return true;
    }
}
