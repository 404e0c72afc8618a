namespace RunbookDsl.Journal;

/// <summary>Checks a line against its own hash, which stands at a fixed distance from its end.</summary>
internal static class LineSeal
{
    /// <summary>
    /// The line's hash (22 characters of it); empty if it has none or does not agree with it.
    /// </summary>
    /// <param name="line">Without its end-of-line.</param>
    /// <param name="total">Bytes of all lines that will be checked.</param>
    internal static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> line, long total = 0)
    {
        if (line.Length <= LineFormat.TailLength)
            return default;
        var tail = line[^LineFormat.TailLength..];
        if (!tail.StartsWith(",\"h\":\""u8) || tail[^2] != '"' || tail[^1] != '}')
            return default;
        Span<byte> computed = stackalloc byte[ChainHash.Length];
        ChainHash.Compute(line[..^LineFormat.TailLength], computed, total);
        var stated = tail.Slice(6, ChainHash.Length);
        return stated.SequenceEqual(computed) ? stated : default;
    }
}
