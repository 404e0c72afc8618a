using System.Globalization;
using System.Text;

namespace RunbookDsl.Journal;

/// <summary>
/// A reusable buffer that lines are put together in, without the JSON writer's start-up cost.
/// </summary>
internal sealed class LineBuffer
{
    private byte[] _bytes = new byte[4096];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    internal void Clear() => Length = 0;

    internal Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    internal LineBuffer Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        return this;
    }

    internal LineBuffer Number(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        return Raw(digits[..count]);
    }

    internal LineBuffer Time(DateTimeOffset value)
    {
        // By hand: the framework's custom formats load the calendar and compile themselves.
        var time = value.UtcDateTime;
        Digits(4, time.Year).Raw("-"u8).Digits(2, time.Month).Raw("-"u8).Digits(2, time.Day).Raw("T"u8);
        Digits(2, time.Hour).Raw(":"u8).Digits(2, time.Minute).Raw(":"u8).Digits(2, time.Second).Raw("."u8);
        return Digits(3, time.Millisecond).Raw("Z"u8);
    }

    private LineBuffer Digits(int count, int value)
    {
        var room = Reserve(count);
        for (var i = count - 1; i >= 0; i--, value /= 10)
            room[i] = (byte)('0' + (value % 10));
        return this;
    }

    /// <summary>A JSON string with its quotes.</summary>
    internal LineBuffer Text(string value)
    {
        Raw("\""u8);
        var start = Length;
        var room = Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        var count = Encoding.UTF8.GetBytes(value, room);
        Length = start + count;
        if (NeedsEscape(room[..count]))
            Escape(start, room[..count].ToArray());
        return Raw("\""u8);
    }

    // A plain loop: the vectorised search has no ahead-of-time code, and compiling it costs a start more than
    // it ever saves.
    private static bool NeedsEscape(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (b is < 32 or (byte)'"' or (byte)'\\')
                return true;
        }
        return false;
    }

    private void Escape(int start, byte[] text)
    {
        Length = start;
        foreach (var b in text)
        {
            if (b is (byte)'"' or (byte)'\\')
                Raw([(byte)'\\', b]);
            else if (b >= 32)
                Raw([b]);
            else
                Raw("\\u00"u8).Raw([(byte)('0' + (b >> 4)), "0123456789abcdef"u8[b & 15]]);
        }
    }
}
