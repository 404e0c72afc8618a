using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Writes a transcript line by line.</summary>
/// <param name="start">When virtual time began.</param>
internal sealed class TranscriptText(DateTimeOffset start)
{
    private const int More = 2;
    private readonly StringBuilder _text = new();

    public void Section(string title) => _text.Append("\n== ").Append(title).Append('\n');

    public void Gap() => _text.Append('\n');

    /// <summary>Writes one line; further lines of <paramref name="text"/> are indented below it.</summary>
    public void Line(int indent, string text)
    {
        var isFirst = true;
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
        {
            var shown = Shown(line).TrimEnd();
            if (shown.Length > 0)
                _text.Append(' ', isFirst ? indent : indent + More).Append(shown);
            _text.Append('\n');
            isFirst = false;
        }
    }

    /// <summary>A time since the start: <c>+00:12:30</c>, with milliseconds if there are any.</summary>
    public string Time(DateTimeOffset at)
    {
        var since = at - start;
        var sign = since < TimeSpan.Zero ? '-' : '+';
        since = since.Duration();
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{sign}{(long)since.TotalHours:00}:{since.Minutes:00}:{since.Seconds:00}"
        );
        return since.Milliseconds == 0
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}.{since.Milliseconds:000}");
    }

    /// <summary>Everything written, with tokens for what varies; replaced once and not looked at
    /// again.</summary>
    public string Done(TokenBook tokens) => tokens.Replace(_text.ToString());

    // A snapshot is read in a terminal and in a review: nothing in it may move a cursor.
    private static string Shown(string line)
    {
        if (!line.Any(IsHidden))
            return line;
        var shown = new StringBuilder(line.Length + 8);
        foreach (var c in line)
            if (c == '\t')
                shown.Append("  ");
            else if (IsHidden(c))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                shown.Append(c);
        return shown.ToString();
    }

    private static bool IsHidden(char c) =>
        char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
