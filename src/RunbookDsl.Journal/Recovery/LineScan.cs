namespace RunbookDsl.Journal;

/// <summary>The few shapes that stand in a line of ours, read by plain loops.</summary>
internal static class LineScan
{
    internal const int TimeLength = 24;

    /// <summary>Null unless all of it are digits.</summary>
    internal static long? Number(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is 0 or > 18)
            return null;
        var value = 0L;
        foreach (var b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return null;
            value = value * 10 + (b - '0');
        }
        return value;
    }

    /// <summary><c>2026-01-02T03:04:05.678Z</c>; null for anything else.</summary>
    internal static DateTimeOffset? Time(ReadOnlySpan<byte> text)
    {
        if (text.Length != TimeLength || text[^1] != 'Z' || text[10] != 'T' || text[19] != '.')
            return null;
        if (
            Number(text[..4]) is not { } year
            || Number(text[5..7]) is not ({ } month and >= 1 and <= 12)
            || Number(text[8..10]) is not ({ } day and >= 1 and <= 31)
            || Number(text[11..13]) is not ({ } hour and <= 23)
            || Number(text[14..16]) is not ({ } minute and <= 59)
            || Number(text[17..19]) is not ({ } second and <= 59)
            || Number(text[20..23]) is not { } millisecond
            || year is < 1 or > 9999
            || day > DateTime.DaysInMonth((int)year, (int)month)
        )
            return null;
        return new DateTimeOffset(
            new DateTime((int)year, (int)month, (int)day, (int)hour, (int)minute, (int)second)
                + TimeSpan.FromMilliseconds(millisecond, 0),
            TimeSpan.Zero
        );
    }

    /// <summary>
    /// Where the value that begins at <paramref name="at"/> ends; <paramref name="at"/> when none begins
    /// there.
    /// </summary>
    internal static int EndOfValue(ReadOnlySpan<byte> bytes, int at)
    {
        var start = at;
        var depth = 0;
        for (; at < bytes.Length; at++)
        {
            var c = bytes[at];
            if (c == '"')
            {
                at = EndOfText(bytes, at);
                if (depth == 0)
                    return at < bytes.Length ? at + 1 : start;
            }
            else if (c is (byte)'{' or (byte)'[')
                depth++;
            else if (c is (byte)'}' or (byte)']')
            {
                if (depth <= 1)
                    return depth == 1 ? at + 1 : at;
                depth--;
            }
            else if (c == ',' && depth == 0)
                return at;
        }
        return depth == 0 ? at : start;
    }

    // The closing quote; the end when there is none.
    private static int EndOfText(ReadOnlySpan<byte> bytes, int quote)
    {
        var at = quote + 1;
        while (at < bytes.Length && bytes[at] != '"')
            at += bytes[at] == '\\' ? 2 : 1;
        return Math.Min(at, bytes.Length);
    }
}
