using System.Globalization;

namespace RunbookDsl.Journal;

/// <summary>
/// Reads the segments of one run in order and believes nothing that the chain does not prove.
/// </summary>
internal sealed class RunReader(Disk disk, string runId, string location, IReadOnlyList<Anchor> anchors)
{
    private readonly LineChain _chain = new(runId);
    private ReadOnlyMemory<byte> _segment;
    private ReadOnlyMemory<byte> _torn;
    private int _good;
    private string _path = "";
    private int _line;
    private int _anchored;
    private bool _isForged;

    internal static string SegmentName(int number) =>
        number.ToString("D6", CultureInfo.InvariantCulture) + ".jsonl";

    /// <summary>Every file that was read, with its bytes; null where there was none.</summary>
    internal List<(string Path, byte[]? Bytes)> Files { get; } = [];

    internal string RunId => runId;

    internal string Runbook => _chain.Runbook;

    /// <summary>The records that chain, as far as it was read.</summary>
    internal IReadOnlyList<JournalRecord> Good => _chain.Records;

    /// <summary>Whether records are known to be missing at the end.</summary>
    internal bool IsCutShort => _anchored < anchors.Count && anchors[^1].Seq > _chain.Records.Count;

    /// <summary>
    /// Those of them that are proved: where the chain itself is not the one that is known outside, only up to
    /// the last record at which it was.
    /// </summary>
    internal IReadOnlyList<JournalRecord> Proved() =>
        _isForged ? _chain.Records[..(int)(_anchored > 0 ? anchors[_anchored - 1].Seq : 0)] : _chain.Records;

    /// <summary>0 if the name is no segment's.</summary>
    internal static int SegmentNumber(ReadOnlySpan<char> name) =>
        name.Length == 12
        && name.EndsWith(".jsonl", StringComparison.Ordinal)
        && int.TryParse(name[..6], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

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
                $"the record that {anchor.Source} has with hash {anchor.Head}: the end was cut off"
            );
        }
        return new RunState(ToHistory(count), count, _chain.Head, _segment[.._good], _torn);
    }

    internal RunHistory ToHistory(int count) =>
        new()
        {
            RunId = runId,
            Runbook = _chain.Runbook,
            Location = location,
            Records = _chain.Records,
            Torn = _torn.IsEmpty ? null : _chain.TornTails[^1],
            TornTails = _chain.TornTails,
            Owner = RunLock.Holder(disk, Path.Combine(location, "lock")),
            Owners = _chain.Owners,
            Blobs = new RunFiles(disk, location).ReadBlob,
            Epoch = count,
            HeadHash = _chain.HeadText,
            Anchored = IsInLedger(),
        };

    private bool IsInLedger()
    {
        foreach (var anchor in anchors)
            if (anchor.Source == Anchor.Ledger)
                return true;
        return false;
    }

    internal int CountSegments()
    {
        var count = 0;
        foreach (var file in disk.Places.In(location, files: true))
            count = Math.Max(count, SegmentNumber(Path.GetFileName(file.AsSpan())));
        _path = Path.Combine(location, SegmentName(1));
        return count > 0 ? count : throw Damage(1, "a first segment; the run has none");
    }

    private void ReadSegment(int number, bool isLast)
    {
        var length = _segment.Length;
        _path = Path.Combine(location, SegmentName(number));
        if (!disk.Places.IsFile(_path))
            throw Damage(_chain.Next, "this segment between its neighbours; it is missing");
        _segment = ReadFile(_path);
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
            var anchor = anchors[_anchored];
            _isForged = _chain.HeadText != anchor.Head;
            if (_isForged)
                throw Damage(seq, $"hash {anchor.Head}, which {anchor.Source} has for it");
            _anchored++;
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
    private ReadOnlyMemory<byte> SavedTorn(int number) =>
        ReadFile(Path.ChangeExtension(Path.Combine(location, SegmentName(number)), ".torn"));

    private byte[]? ReadFile(string path)
    {
        var bytes = disk.Places.IsFile(path) ? DurableFile.ReadAll(disk, path) : null;
        Files.Add((path, bytes));
        return bytes;
    }

    private TornTail Describe(int number) =>
        new(SegmentName(number), _good, _torn.Length, _chain.Records.Count, TornTailRule.Salvage(_torn.Span));

    private JournalCorruptException Damage(long seq, string expected) =>
        _chain.Records.Count == 0
            ? new(_path, _line, seq, expected)
            : new(_path, _line, seq, expected, JournalCorruptException.Salvage(runId));
}
