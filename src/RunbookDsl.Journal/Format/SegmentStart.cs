namespace RunbookDsl.Journal;

/// <summary>
/// What the first line of a segment carries besides its record: whose run it is and what it goes on from.
/// </summary>
internal sealed record SegmentStart(string RunId, string Runbook, Owner By)
{
    internal string? Previous { get; init; }

    /// <summary>Bytes of the previous segment, all of them good.</summary>
    internal long Length { get; init; }

    internal string? Head { get; init; }

    /// <summary>What was found behind them, kept in a file of its own.</summary>
    internal TornTail? Torn { get; init; }

    internal void Write(LineBuffer to)
    {
        to.Raw("{\"run\":"u8).Text(RunId).Raw(",\"runbook\":"u8).Text(Runbook).Raw(",\"by\":"u8);
        OwnerFormat.Write(to, By);
        if (Previous is not null)
        {
            to.Raw(",\"prev\":"u8).Text(Previous).Raw(",\"length\":"u8).Number(Length);
            to.Raw(",\"head\":"u8).Text(Head!);
        }
        if (Torn is not null)
            WriteTorn(to.Raw(",\"torn\":"u8), Torn);
        to.Raw("}"u8);
    }

    internal static void WriteTorn(LineBuffer to, TornTail torn)
    {
        to.Raw("{\"segment\":"u8).Text(torn.Segment).Raw(",\"offset\":"u8).Number(torn.Offset);
        to.Raw(",\"length\":"u8)
            .Number(torn.Length)
            .Raw(",\"after\":"u8)
            .Number(torn.AfterSeq)
            .Raw(",\"lines\":["u8);
        for (var i = 0; i < torn.Lines.Count; i++)
        {
            var line = torn.Lines[i];
            to.Raw(i == 0 ? "{\"attempt\":"u8 : ",{\"attempt\":"u8).Number(line.Attempt);
            if (line.Type is not null)
                to.Raw(",\"t\":"u8).Text(line.Type);
            if (line.Step is not null)
                to.Raw(",\"step\":"u8).Text(line.Step);
            to.Raw("}"u8);
        }
        to.Raw("]}"u8);
    }
}
