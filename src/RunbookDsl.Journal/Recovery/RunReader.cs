using System.Globalization;

namespace RunbookDsl.Journal;

/// <summary>
/// Reads the segments of one run in order and believes nothing that the chain does not prove.
/// </summary>
internal sealed class RunReader(string runId, string location, IReadOnlyList<Anchor> anchors)
{
    private readonly LineChain _chain = new(runId);
    private ReadOnlyMemory<byte> _segment;
    private ReadOnlyMemory<byte> _torn;
    private int _good;
    private string _path = "";
    private int _line;
    private int _anchored;

    internal static string SegmentName(int number) =>
        number.ToString("D6", CultureInfo.InvariantCulture) + ".jsonl";

    internal RunState Read()
    {
        var count = CountSegments();
        for (var number = 1; number <= count; number++)
            ReadSegment(number, isLast: number == count);
        if (_anchored < anchors.Count)
        {
            var anchor = anchors[_anchored];
            throw Damage(
                anchor.Seq,
                $"the record that the ledger has with hash {anchor.Head}: the end was cut off"
            );
        }
        return new RunState(ToHistory(count), count, _chain.Head, _segment[.._good], _torn);
    }

    private RunHistory ToHistory(int count) =>
        new()
        {
            RunId = runId,
            Runbook = _chain.Runbook,
            Location = location,
            Records = _chain.Records,
            Torn = _torn.IsEmpty ? null : _chain.TornTails[^1],
            TornTails = _chain.TornTails,
            Owner = RunLock.Holder(Path.Combine(location, "lock")),
            Owners = _chain.Owners,
            Epoch = count,
            HeadHash = _chain.HeadText,
            Anchored = anchors.Count > 0,
        };

    private int CountSegments()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(location, "??????.jsonl"))
            count = Math.Max(count, int.TryParse(Path.GetFileNameWithoutExtension(file), out var n) ? n : 0);
        _path = Path.Combine(location, SegmentName(1));
        return count > 0 ? count : throw Damage(1, "a first segment; the run has none");
    }

    private void ReadSegment(int number, bool isLast)
    {
        var length = _segment.Length;
        _path = Path.Combine(location, SegmentName(number));
        if (!File.Exists(_path))
            throw Damage(_chain.Records.Count + 1, "this segment between its neighbours; it is missing");
        _segment = DurableFile.ReadAll(_path);
        _good = 0;
        _line = 0;
        var end = 0;
        while (_good < _segment.Length && (end = _segment.Span[_good..].IndexOf((byte)'\n')) >= 0)
        {
            _line++;
            if (ReadLine(_segment.Slice(_good, end), number, length) is { } expected)
            {
                EndAt(number, isLast, expected);
                return;
            }
            _good += end + 1;
        }
        _line++;
        EndAt(number, isLast, "a whole line; it breaks off");
    }

    private string? ReadLine(ReadOnlyMemory<byte> line, int number, int previousLength)
    {
        if (_line == 1)
            FormatVersion.Refuse(line.Span, _path);
        var place = new SegmentPlace(number, _line == 1, previousLength);
        return _chain.Take(line, place, _segment.Length) ?? CheckAnchor(_chain.Records.Count);
    }

    private string? CheckAnchor(long seq)
    {
        while (_anchored < anchors.Count && anchors[_anchored].Seq == seq)
        {
            var head = anchors[_anchored++].Head;
            if (_chain.HeadText != head)
                throw Damage(seq, $"hash {head}, which the ledger has for it");
        }
        return null;
    }

    private void EndAt(int number, bool isLast, string expected)
    {
        var clean = _good == _segment.Length;
        if (clean && _line == 1)
            throw Damage(_chain.Records.Count + 1, "at least one line");
        if (!isLast)
        {
            if (!clean)
                throw Damage(_chain.Records.Count + 1, expected);
            return;
        }
        if (
            !clean
            && (_line == 1 || TornTailRule.WhyDamaged(_segment, _good, _chain.Records.Count + 1) is not null)
        )
            throw Damage(_chain.Records.Count + 1, expected);
        _torn = clean ? SavedTorn(number) : _segment[_good..];
        if (!_torn.IsEmpty)
            _chain.TornTails.Add(Describe(number));
    }

    // A resume that died half-way has put the torn bytes aside, and the segment ends cleanly now.
    private ReadOnlyMemory<byte> SavedTorn(int number)
    {
        var saved = Path.ChangeExtension(Path.Combine(location, SegmentName(number)), ".torn");
        return File.Exists(saved) ? DurableFile.ReadAll(saved) : default;
    }

    private TornTail Describe(int number) =>
        new(SegmentName(number), _good, _torn.Length, _chain.Records.Count, TornTailRule.Salvage(_torn.Span));

    private JournalCorruptException Damage(long seq, string expected) => new(_path, _line, seq, expected);
}
