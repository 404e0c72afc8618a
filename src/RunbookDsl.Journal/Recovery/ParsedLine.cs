namespace RunbookDsl.Journal;

/// <summary>The fields of one line, not yet believed.</summary>
internal sealed class ParsedLine
{
    internal long Seq { get; set; }

    internal int Epoch { get; set; }

    internal long Durable { get; set; }

    internal DateTimeOffset At { get; set; }

    internal string? Type { get; set; }

    internal string? Step { get; set; }

    internal int Attempt { get; set; }

    internal ReadOnlyMemory<byte> Body { get; set; }

    internal ReadOnlyMemory<byte> Segment { get; set; }

    internal ReadOnlyMemory<byte> Previous { get; set; }

    internal void Clear()
    {
        (Seq, Epoch, Durable, At, Type, Step, Attempt) = (0, 0, 0, default, null, null, 0);
        Body = Segment = Previous = default;
    }

    internal JournalRecord ToRecord(ReadOnlyMemory<byte> line) =>
        new()
        {
            Line = line,
            Type = Type!,
            Step = Step,
            Attempt = Attempt,
            Body = Body,
            Seq = Seq,
            Epoch = Epoch,
            At = At,
        };
}
