namespace RunbookDsl.Engine;

/// <summary>
/// A value inside a journal body, found by scanning. The body is well-formed: the journal's reader has parsed
/// the line, or <see cref="BodyWriter"/> made it.
/// </summary>
/// <param name="json">The value's own bytes; none when there is no value.</param>
internal readonly struct BodyView(ReadOnlyMemory<byte> json)
{
    public ReadOnlyMemory<byte> Json => json;

    public bool IsString => First == '"';

    public bool IsTrue => First == 't';

    public bool IsObject => First == '{';

    public bool IsArray => First == '[';

    private byte First => json.IsEmpty ? (byte)0 : json.Span[0];

    /// <summary>The text of a string; null for any other value.</summary>
    public string? Text() => IsString ? BodyText.Unescaped(json.Span[1..^1]) : null;

    /// <summary>The member of that name; no value when there is none.</summary>
    public BodyView Find(string name)
    {
        for (var scan = new BodyScan(json); IsObject && scan.Next(hasNames: true); )
            if (scan.IsNamed(name))
                return scan.Value;
        return default;
    }

    /// <summary>The members of an object in their order, or the items of an array.</summary>
    public BodyScan Items() => new(json);
}
