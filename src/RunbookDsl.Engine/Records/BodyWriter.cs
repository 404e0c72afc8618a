using System.Globalization;
using System.Text;

namespace RunbookDsl.Engine;

/// <summary>
/// Writes one JSON value, compactly. The framework's writer would cost every start its two assemblies and the
/// compilation of their vectorised search.
/// </summary>
internal sealed class BodyWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;
    private bool _isFirst = true;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void WriteStartObject() => Open((byte)'{');

    public void WriteStartObject(string name) => Name(name).Open((byte)'{');

    public void WriteStartArray(string name) => Name(name).Open((byte)'[');

    public void WriteEndObject() => Close((byte)'}');

    public void WriteEndArray() => Close((byte)']');

    /// <summary>A null text is the value null.</summary>
    public void WriteString(string name, string? value) => Name(name).WriteStringValue(value);

    public void WriteString(string name, DateTimeOffset value)
    {
        Name(name);
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var count, "O", CultureInfo.InvariantCulture);
        Separate();
        Raw([(byte)'"']);
        Raw(text[..count]);
        Raw([(byte)'"']);
    }

    public void WriteStringValue(string? value)
    {
        Separate();
        if (value is null)
            Raw("null"u8);
        else
            Quoted(value);
    }

    public void WriteBoolean(string name, bool value) =>
        Name(name).WriteRawValue(value ? "true"u8 : "false"u8);

    public void WriteNumber(string name, long value) => Name(name).WriteNumberValue(value);

    public void WriteNumberValue(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        WriteRawValue(digits[..count]);
    }

    /// <summary>A property that is JSON already.</summary>
    public void WriteRaw(string name, ReadOnlySpan<byte> json) => Name(name).WriteRawValue(json);

    /// <summary>A value that is JSON already.</summary>
    public void WriteRawValue(ReadOnlySpan<byte> json)
    {
        Separate();
        Raw(json);
    }

    private BodyWriter Name(string name)
    {
        Separate();
        Quoted(name);
        Raw([(byte)':']);
        _isFirst = true;
        return this;
    }

    private void Open(byte bracket)
    {
        Separate();
        Raw([bracket]);
        _isFirst = true;
    }

    private void Close(byte bracket)
    {
        Raw([bracket]);
        _isFirst = false;
    }

    private void Separate()
    {
        if (!_isFirst)
            Raw([(byte)',']);
        _isFirst = false;
    }

    private void Quoted(string text)
    {
        var escaped = BodyText.Escaped(text);
        var room = Room(Encoding.UTF8.GetMaxByteCount(escaped.Length) + 2);
        room[0] = (byte)'"';
        var count = Encoding.UTF8.GetBytes(escaped, room[1..]);
        room[count + 1] = (byte)'"';
        _length += count + 2;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        return _bytes.AsSpan(_length);
    }
}
