namespace RunbookDsl.Journal;

/// <summary>
/// Puts one line together: envelope first, then content, then the link to the line before, hash last.
/// </summary>
internal static class LineFormat
{
    /// <summary>The format this release writes, and the newest it reads.</summary>
    internal const int Version = 1;

    /// <summary>
    /// <c>,"h":"…"}</c>: fixed in length, so that the hashed part is found without parsing.
    /// </summary>
    internal const int TailLength = 6 + ChainHash.Length + 2;

    /// <summary>
    /// Writes the line into the buffer and its hash into <paramref name="chain"/>, which held that of the
    /// line before.
    /// </summary>
    internal static void Write(
        LineBuffer to,
        JournalRecord record,
        long durable,
        SegmentStart? segment,
        Span<byte> chain
    )
    {
        var start = to.Length;
        to.Raw("{\"v\":1,\"seq\":"u8).Number(record.Seq).Raw(",\"ep\":"u8).Number(record.Epoch);
        to.Raw(",\"d\":"u8)
            .Number(durable)
            .Raw(",\"at\":\""u8)
            .Time(record.At)
            .Raw("\",\"t\":"u8)
            .Text(record.Type);
        if (record.Step is not null)
            to.Raw(",\"step\":"u8).Text(record.Step);
        if (record.Attempt != 0)
            to.Raw(",\"attempt\":"u8).Number(record.Attempt);
        segment?.Write(to.Raw(",\"segment\":"u8));
        if (!record.Body.IsEmpty)
            to.Raw(",\"body\":"u8).Raw(record.Body.Span);
        to.Raw(",\"p\":\""u8).Raw(chain).Raw("\""u8);
        Seal(to, start, chain);
    }

    /// <summary>
    /// Hashes what stands in the buffer since <paramref name="start"/> and ends the line with it.
    /// </summary>
    internal static void Seal(LineBuffer to, int start, Span<byte> chain)
    {
        ChainHash.Compute(to.Written[start..], chain);
        to.Raw(",\"h\":\""u8).Raw(chain).Raw("\"}\n"u8);
    }
}
