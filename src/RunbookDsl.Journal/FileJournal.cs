namespace RunbookDsl.Journal;

/// <summary>
/// Writes one segment. Encoding happens at the commit, so that each line knows what is durable before it.
/// </summary>
internal sealed class FileJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Lock _flush = new();
    private readonly LineBuffer _lines = new();
    private readonly RunIdentity _run;
    private readonly TimeProvider _clock;
    private readonly RunLock _lock;
    private readonly NativeFile _file;
    private readonly byte[] _chain;
    private readonly byte[] _durableChain;
    private readonly int _epoch;
    private readonly RunFiles _files;
    private readonly Disk _disk;
    private List<JournalRecord> _staged = [];
    private List<JournalRecord> _writing = [];
    private JournalException? _failure;
    private long _seq;
    private long _durable;
    private long _offset;
    private bool _closed;

    internal FileJournal(FileJournalStart start, TimeProvider clock)
    {
        _run = start.Run;
        _clock = clock;
        _lock = start.Lock;
        _file = start.File;
        _chain = start.Chain;
        _durableChain = (byte[])_chain.Clone();
        _epoch = start.Epoch;
        _seq = _durable = start.Seq;
        Location = start.Location;
        _disk = start.Disk;
        _files = new RunFiles(_disk, start.Location);
    }

    public string RunId => _run.RunId;

    public string Location { get; }

    public long Epoch => _epoch;

    public JournalHalt? Halt =>
        SpaceExhausted ? new(true, "The journal's disk is full: free some space, then resume.") : null;

    public CancellationToken Halting => CancellationToken.None;

    public bool SpaceExhausted { get; private set; }

    public JournalHead Head
    {
        get
        {
            lock (_flush)
                return new(_durable, System.Text.Encoding.ASCII.GetString(_durableChain));
        }
    }

    public long Append(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        RecordCheck.Check(record);
        lock (_gate)
        {
            RefuseIfUnusable();
            record.Epoch = _epoch;
            record.At = _clock.GetUtcNow();
            record.Seq = ++_seq;
            _staged.Add(record);
            return record.Seq;
        }
    }

    public void Commit() => Commit(null);

    /// <summary>The segment's first line; what it says about the segment goes into it.</summary>
    internal void Begin(JournalRecord first, SegmentStart segment)
    {
        Append(first);
        Commit(segment);
    }

    public void Close(JournalRecord closed, string status)
    {
        ArgumentNullException.ThrowIfNull(closed);
        if (closed.Type != RecordTypes.RunClosed)
            throw new ArgumentException(
                $"A run ends with {RecordTypes.RunClosed}, not with {closed.Type}.",
                nameof(closed)
            );
        Append(closed);
        Commit();
        lock (_flush)
        {
            if (_durable != closed.Seq)
                throw new InvalidOperationException("Something was appended after the run's last record.");
            var home = Path.GetFullPath(Path.Combine(Location, "..", ".."));
            var head = System.Text.Encoding.ASCII.GetString(_chain);
            WriteLedger(
                new Ledger(_disk, home),
                new LedgerEntry(RunId, _run.Runbook, status, closed.Seq, head, closed.At)
            );
            new OpenHeads(_disk, home).Remove(RunId);
        }
        lock (_gate)
            _closed = true;
    }

    public string WriteBlob(ReadOnlySpan<byte> content) => _files.WriteBlob(content);

    public byte[] ReadBlob(string name) => _files.ReadBlob(name);

    public IReadOnlyList<Signal> Signals() => new SignalBox(Location).Read();

    public string ArchiveScript(string name, ReadOnlySpan<byte> content) =>
        _files.ArchiveScript(name, content);

    public void Dispose()
    {
        lock (_gate)
            _closed = true;
        lock (_flush)
        {
            _file.Dispose();
            _lock.Dispose();
        }
    }

    private void Commit(SegmentStart? segment)
    {
        long wanted;
        lock (_gate)
        {
            RefuseIfFailed();
            wanted = _seq;
        }
        lock (_flush)
        {
            RefuseIfFailed();
            if (_durable >= wanted)
                return;
            lock (_gate)
                (_staged, _writing) = (_writing, _staged);
            try
            {
                Flush(segment);
            }
            catch (JournalException e)
            {
                lock (_gate)
                    _failure = e;
                throw;
            }
        }
    }

    private void Flush(SegmentStart? segment)
    {
        _lines.Clear();
        foreach (var record in _writing)
        {
            LineFormat.Write(_lines, record, _durable, segment, _chain);
            segment = null;
        }
        WriteOrMakeRoom();
        _file.SyncData();
        _offset += _lines.Length;
        _durable = _writing[^1].Seq;
        _chain.CopyTo(_durableChain, 0);
        _writing.Clear();
    }

    private void WriteOrMakeRoom()
    {
        try
        {
            _file.Write(_lines.Written, _offset);
        }
        catch (IoFailure e) when (e.IsDiskFull)
        {
            // None of it was synced: a half-written intent must not look like one that may have been durable.
            _file.SetLength(_offset);
            if (!Ballast.Drop(_disk, Location))
                throw;
            SpaceExhausted = true;
            _file.Write(_lines.Written, _offset);
        }
    }

    private void WriteLedger(Ledger ledger, LedgerEntry entry)
    {
        try
        {
            ledger.Append(entry);
        }
        catch (IoFailure e) when (e.IsDiskFull && !e.IsOfSync && Ballast.Drop(_disk, Location))
        {
            SpaceExhausted = true;
            ledger.Append(entry);
        }
    }

    private void RefuseIfUnusable()
    {
        RefuseIfFailed();
        ObjectDisposedException.ThrowIf(_closed, this);
    }

    private void RefuseIfFailed()
    {
        if (_failure is not null)
            throw _failure;
    }
}
