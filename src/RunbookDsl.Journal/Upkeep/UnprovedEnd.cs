namespace RunbookDsl.Journal;

/// <summary>
/// What can still be read behind the first record that is not proved. Nothing of it is believed.
/// </summary>
internal sealed class UnprovedEnd
{
    private readonly SortedSet<string> _steps = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _undone = new(StringComparer.Ordinal);
    private readonly LineParser _parser = new();
    private long _next;
    private int _lines;

    /// <param name="firstLost">Number of the first record that is not proved.</param>
    internal UnprovedEnd(long firstLost) => _next = firstLost;

    internal IReadOnlyList<string> Steps => [.. _steps.Except(_undone)];

    internal IReadOnlyList<string> Undone => [.. _undone];

    /// <summary>Whether more may be lost than the one line at which the chain breaks.</summary>
    internal bool LosesMany { get; private set; }

    internal void Read(ReadOnlyMemory<byte> lines)
    {
        foreach (var line in TornTailRule.Salvage(lines.Span))
            Take(line);
        int end;
        for (; (end = lines.Span.IndexOf((byte)'\n')) >= 0; lines = lines[(end + 1)..])
            Count(lines[..end]);
        LosesMany |= !lines.IsEmpty;
    }

    /// <summary>Something is known to be missing altogether.</summary>
    internal void Lose() => LosesMany = true;

    private void Take(TornLine line)
    {
        if (line is not { Type: { } type, Step: { } step })
            return;
        if (type.StartsWith("undo.", StringComparison.Ordinal))
            _undone.Add(step);
        else if (type.StartsWith("step.", StringComparison.Ordinal))
            _steps.Add(step);
    }

    // The first line is the bad one; those after it must be whole and without a gap.
    private void Count(ReadOnlyMemory<byte> line)
    {
        var isFirst = _lines++ == 0;
        var parsed = LineSeal.Check(line.Span).IsEmpty ? null : _parser.Parse(line);
        LosesMany |= !isFirst && parsed?.Seq != _next;
        if (isFirst && parsed is not null)
            // A whole line that does not follow: the ones before it are gone.
            LosesMany |= parsed.Seq != _next;
        _next++;
    }
}
