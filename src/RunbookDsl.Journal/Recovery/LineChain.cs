namespace RunbookDsl.Journal;

/// <summary>
/// Takes the lines of a run in, one after another, and believes nothing that the chain does not prove;
/// wherever the lines are kept.
/// </summary>
internal sealed class LineChain(string runId)
{
    private readonly LineParser _parser = new();
    private readonly byte[] _head = ChainHash.None.ToArray();
    private SegmentFacts? _facts;

    internal List<JournalRecord> Records { get; } = [];

    internal List<TornTail> TornTails { get; } = [];

    internal List<Owner> Owners { get; } = [];

    internal string Runbook => _facts?.Runbook ?? "";

    /// <summary>Hash of the last line taken in: 22 characters, overwritten by the next.</summary>
    internal byte[] Head => _head;

    internal string HeadText => System.Text.Encoding.ASCII.GetString(_head);

    /// <summary>Number that the next line must have.</summary>
    internal long Next => Records.Count + 1;

    /// <summary>Takes the line in, or says what was expected in its place.</summary>
    /// <param name="line">Without its end-of-line.</param>
    /// <param name="segment">The segment it stands in, and where.</param>
    /// <param name="total">Bytes of all lines that will be checked.</param>
    internal string? Take(ReadOnlyMemory<byte> line, SegmentPlace segment, long total)
    {
        var hash = LineSeal.Check(line.Span, total);
        if (hash.IsEmpty)
            return "a line that agrees with its hash";
        if (_parser.Parse(line) is not { } parsed)
            return "a journal line";
        if (!parsed.Previous.Span.SequenceEqual(_head))
            return "a line that follows from the one before it";
        if (parsed.Seq != Next || parsed.Epoch != segment.Number)
            return $"record {Next} of epoch {segment.Number}, "
                + $"not record {parsed.Seq} of epoch {parsed.Epoch}";
        if (segment.IsFirstLine != !parsed.Segment.IsEmpty)
            return "segment facts in the first line, and only there";
        if (segment.IsFirstLine && Begin(parsed, segment) is { } expected)
            return expected;
        hash.CopyTo(_head);
        Records.Add(parsed.ToRecord(line));
        return null;
    }

    private string? Begin(ParsedLine line, SegmentPlace segment)
    {
        if (SegmentFacts.Read(line.Segment) is not { } facts)
            return "facts about the segment";
        if (facts.RunId != runId)
            return $"a journal of run {runId}, not of run {facts.RunId}";
        var before = RunReader.SegmentName(segment.Number - 1);
        if (segment.Number > 1 && (facts.Previous != before || facts.Length != segment.LengthBefore))
            return $"to go on from {before} with {segment.LengthBefore} bytes, not {facts.Length}";
        _facts = facts;
        Owners.Add(facts.By);
        if (facts.Torn is not null)
            TornTails.Add(facts.Torn);
        return null;
    }
}
