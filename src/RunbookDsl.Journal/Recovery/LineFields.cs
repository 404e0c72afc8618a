namespace RunbookDsl.Journal;

/// <summary>
/// Takes a line apart that stands in exactly the form it is written in, which every line of ours does.
/// </summary>
internal ref struct LineFields(ReadOnlyMemory<byte> line)
{
    private const int PreviousLength = 6 + ChainHash.Length + 1;
    private readonly ReadOnlySpan<byte> _bytes = line.Span;
    private readonly int _end = line.Length - LineFormat.TailLength - PreviousLength;
    private int _at;

    /// <summary>
    /// Fills in the fields, but for type and step, whose bytes are given out; false for any other form.
    /// </summary>
    internal bool Read(ParsedLine into, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> step)
    {
        type = step = default;
        if (_end < 0 || !IsTail() || !Skip("{\"v\":"u8) || Number() is null)
            return false;
        if (!Skip(",\"seq\":"u8) || Number() is not { } seq)
            return false;
        if (!Skip(",\"ep\":"u8) || Number() is not ({ } epoch and <= int.MaxValue))
            return false;
        if (!Skip(",\"d\":"u8) || Number() is not { } durable)
            return false;
        if (!Skip(",\"at\":"u8) || LineScan.Time(Plain()) is not { } at || !Skip(",\"t\":"u8))
            return false;
        type = Plain();
        if (type.IsEmpty)
            return false;
        (into.Seq, into.Epoch, into.Durable, into.At) = (seq, (int)epoch, durable, at);
        return Rest(into, out step) && _at == _end;
    }

    private bool Rest(ParsedLine into, out ReadOnlySpan<byte> step)
    {
        step = default;
        if (Skip(",\"step\":"u8) && (step = Plain()).IsEmpty)
            return false;
        if (Skip(",\"attempt\":"u8))
        {
            if (Number() is not ({ } attempt and <= int.MaxValue))
                return false;
            into.Attempt = (int)attempt;
        }
        if (Skip(",\"segment\":"u8))
        {
            var start = _at;
            _at = LineScan.EndOfValue(_bytes[.._end], _at);
            into.Segment = line[start.._at];
        }
        if (Skip(",\"body\":"u8))
        {
            into.Body = line[_at.._end];
            _at = _end;
            if (!RecordCheck.IsOneObject(into.Body.Span))
                return false;
        }
        into.Previous = line.Slice(_end + 6, ChainHash.Length);
        return true;
    }

    // ,"p":"…","h":"…"} at a fixed distance from the end.
    private readonly bool IsTail()
    {
        var tail = _bytes[_end..];
        return tail.StartsWith(",\"p\":\""u8)
            && tail[PreviousLength - 1] == '"'
            && tail[PreviousLength..].StartsWith(",\"h\":\""u8)
            && tail[^2] == '"'
            && tail[^1] == '}';
    }

    private bool Skip(scoped ReadOnlySpan<byte> text)
    {
        if (!_bytes[_at..].StartsWith(text))
            return false;
        _at += text.Length;
        return true;
    }

    private long? Number()
    {
        var start = _at;
        while (_at < _end && _bytes[_at] is >= (byte)'0' and <= (byte)'9')
            _at++;
        return LineScan.Number(_bytes[start.._at]);
    }

    // A text without an escape; empty for any other.
    private ReadOnlySpan<byte> Plain()
    {
        if (_at >= _end || _bytes[_at] != '"')
            return default;
        var start = ++_at;
        while (_at < _end && _bytes[_at] is not ((byte)'"' or (byte)'\\'))
            _at++;
        return _at < _end && _bytes[_at] == '"' ? _bytes[start.._at++] : default;
    }
}
