namespace RunbookDsl.Engine;

/// <summary>Goes through the members of one object or the items of one array.</summary>
internal struct BodyScan(ReadOnlyMemory<byte> json)
{
    private int _at = 1;
    private ReadOnlyMemory<byte> _name;

    /// <summary>The value the scan stands at.</summary>
    public BodyView Value { get; private set; }

    /// <summary>Its name, in an object.</summary>
    public readonly string Name => new BodyView(_name).Text() ?? "";

    public readonly bool IsNamed(string name)
    {
        var written = _name.Span[1..^1];
        for (var i = 0; i < written.Length; i++)
            if (written[i] == '\\')
                return Name == name;
            else if (i >= name.Length || written[i] != name[i])
                return false;
        return written.Length == name.Length;
    }

    /// <summary>Goes to the next one; false at the end.</summary>
    /// <param name="hasNames">Whether it is an object that is gone through.</param>
    public bool Next(bool hasNames)
    {
        var bytes = json.Span;
        Skip(bytes);
        if (_at >= bytes.Length || bytes[_at] is (byte)'}' or (byte)']')
            return false;
        if (hasNames)
        {
            _name = Take(bytes);
            Skip(bytes);
        }
        Value = new BodyView(Take(bytes));
        return true;
    }

    // What stands between values: a body of ours has no blanks, one that was edited by hand may.
    private void Skip(ReadOnlySpan<byte> bytes)
    {
        while (_at < bytes.Length && bytes[_at] is (byte)' ' or (byte)',' or (byte)':' or (byte)'\t')
            _at++;
    }

    private ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> bytes)
    {
        var start = _at;
        var depth = 0;
        do
        {
            var c = bytes[_at];
            if (c == '"')
                SkipText(bytes);
            else if (c is (byte)'{' or (byte)'[')
                depth++;
            else if (c is (byte)'}' or (byte)']')
                depth--;
            _at++;
        } while (depth > 0 || (IsPlain(bytes[start]) && _at < bytes.Length && !IsEnd(bytes[_at])));
        return json[start.._at];
    }

    private void SkipText(ReadOnlySpan<byte> bytes)
    {
        for (_at++; bytes[_at] != '"'; _at++)
            if (bytes[_at] == '\\')
                _at++;
    }

    private static bool IsPlain(byte first) => first is not ((byte)'"' or (byte)'{' or (byte)'[');

    private static bool IsEnd(byte c) => c is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\t';
}
