using System.Text;
using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Writes one segment into the database and, line by line, into its local copy. After the first failure the
/// database gets no more of it; what is in flight is then kept beside the copy.
/// </summary>
internal sealed class PostgresJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Lock _flush = new();
    private readonly LineBuffer _lines = new();
    private readonly JournalStart _start;
    private readonly JournalParts _parts;
    private readonly byte[] _chain;
    private readonly HashSet<string> _open = [];
    private readonly Lease _lease;
    private readonly CancellationTokenSource _halting = new();
    private List<JournalRecord> _staged = [];
    private List<JournalRecord> _writing = [];
    private JournalException? _refusal;
    private UnsentLines? _unsent;
    private long _seq;
    private long _durable;
    private (long Seq, byte[] Hash) _acknowledged;
    private bool _closed;

    internal PostgresJournal(JournalStart start, JournalParts parts)
    {
        (_start, _parts) = (start, parts);
        _chain = [.. start.Chain];
        _seq = _durable = start.Seq;
        _acknowledged = (start.Seq, start.Chain);
        _lease = new Lease(parts.Database, parts.Options, parts.Clock, start, (Offered, Lost));
    }

    public string RunId => _start.Run.RunId;

    public string Location => _parts.Location;

    public long Epoch => _start.Epoch;

    public JournalHead Head
    {
        get
        {
            lock (_flush)
                return new(_acknowledged.Seq, Encoding.ASCII.GetString(_acknowledged.Hash));
        }
    }

    public bool SpaceExhausted => false;

    public JournalHalt? Halt { get; private set; }

    public CancellationToken Halting => _halting.Token;

    public long Append(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        RecordCheck.Check(record);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            // What was in flight may still be told, to the local copy at least; nothing new may begin.
            if (Halt is { IsTrouble: true } halt && Batch.IsIntent(record.Type))
                throw _refusal ?? new JournalException(halt.Reason);
            record.Epoch = _start.Segment;
            record.At = _parts.Clock.GetUtcNow();
            record.Seq = ++_seq;
            _staged.Add(record);
            return record.Seq;
        }
    }

    public void Commit()
    {
        long wanted;
        lock (_gate)
            wanted = _seq;
        lock (_flush)
        {
            if (_durable < wanted)
                Write();
            // Whose intent it was that is not durable, nobody here can tell: all who wait are told.
            if (_refusal is not null)
                throw _refusal;
        }
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
            if (_unsent is not null)
                throw new JournalException(Halt!.Reason);
            if (_durable != closed.Seq)
                throw new InvalidOperationException("Something was appended after the run's last record.");
            _parts.Copy.Sync();
            var head = Encoding.ASCII.GetString(_chain);
            new Ledger(Disk.Local, _parts.Root).Append(
                new LedgerEntry(RunId, _start.Run.Runbook, status, closed.Seq, head, closed.At)
            );
        }
        lock (_gate)
            _closed = true;
    }

    public string WriteBlob(ReadOnlySpan<byte> content)
    {
        var name = _parts.Files.WriteBlob(content);
        _parts.Values.Keep(RunId, name, content.ToArray());
        return name;
    }

    public byte[] ReadBlob(string name) => _parts.Values.Read(RunId, name, _parts.Files);

    public string ArchiveScript(string name, ReadOnlySpan<byte> content)
    {
        var stored = _parts.Files.ArchiveScript(name, content);
        _parts.Values.KeepScript(RunId, stored, content.ToArray());
        return stored;
    }

    public IReadOnlyList<Signal> Signals() => _parts.Values.Signals(RunId);

    public void Dispose()
    {
        lock (_gate)
            _closed = true;
        _lease.Dispose();
        lock (_flush)
        {
            if (_unsent is null)
                _parts.Values.LetGo(_start);
            _parts.Appender.Dispose();
            _unsent?.Dispose();
            _parts.Copy.Dispose();
        }
    }

    private void Write()
    {
        lock (_gate)
            (_staged, _writing) = (_writing, _staged);
        try
        {
            if (_unsent is null)
                Send();
            else
                Keep(_unsent);
        }
        finally
        {
            _writing.Clear();
        }
    }

    private void Send()
    {
        var before = (Seq: _durable, Head: (byte[])[.. _chain]);
        var batch = Encode();
        var append = new Unsettled(RunId, _start.Epoch, before.Seq, before.Head, batch);
        var sentAt = _parts.Clock.GetTimestamp();
        var verdict = _parts.Appender.Send(append, connection => Command(connection, append));
        if (verdict.Fate == AppendFate.Landed)
            Landed(batch);
        if (verdict.Fate != AppendFate.Landed || verdict.Epoch != _start.Epoch)
            Fail(append, verdict);
        else
            _lease.Renewed(sentAt);
        if (batch.HasIntent && _lease.Age > _parts.Options.Silence)
            _refusal ??= Stop(Troubles.Silent(_start, _parts, _lease.Age));
    }

    private void Landed(Batch batch)
    {
        _durable = batch.LastSeq;
        _acknowledged = (batch.LastSeq, batch.Head);
        foreach (var record in _writing)
            Note(record);
        _parts.Copy.Write(batch.Bytes.Span);
    }

    // Which steps are at work: only their outcomes are worth keeping when the database is gone.
    private void Note(JournalRecord record)
    {
        if (record.Step is not { } step)
            return;
        if (Batch.IsIntent(record.Type))
            _open.Add(step);
        else if (record.Type is RecordTypes.StepOutcome or RecordTypes.UndoOutcome)
            _open.Remove(step);
    }

    private void Fail(Unsettled append, Verdict verdict)
    {
        var failure = Stop(Troubles.Of(_start, _parts, append, verdict));
        _parts.Copy.Sync();
        var unsent = new UnsentLines(_parts.Location, _start.Segment);
        if (verdict.Fate == AppendFate.Landed)
            unsent.GoOn(_durable, _chain);
        else if (verdict.Fate == AppendFate.Unknown && _open.Count > 0)
            // They may have landed: what follows must follow from them.
            unsent.Take(append.Batch);
        else
            unsent.Take(_writing, append.SeqBefore, append.HeadBefore);
        _unsent = unsent;
        _durable = append.Batch.LastSeq;
        if (verdict.Fate is AppendFate.Fenced or AppendFate.Lost || append.Batch.HasIntent)
            _refusal = failure;
    }

    private void Keep(UnsentLines unsent)
    {
        _durable = _writing[^1].Seq;
        if (_writing.Exists(r => Batch.IsIntent(r.Type)))
            _refusal ??= new JournalException(Halt!.Reason);
        unsent.Take(_writing);
    }

    private JournalException Stop(JournalException failure)
    {
        Halt = new JournalHalt(true, failure.Message);
        return failure;
    }

    private Batch Encode()
    {
        _lines.Clear();
        foreach (var record in _writing)
            LineFormat.Write(_lines, record, _durable, null, _chain);
        return new Batch(_lines.Written.ToArray());
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, Unsettled append)
    {
        var batch = append.Batch;
        return new NpgsqlCommand(Statements.Append, connection)
            .With(RunId, _start.Segment, batch)
            .With(batch.Status)
            .With(batch.PlanHash)
            .With(_parts.Options.Lease)
            .With(_start.Epoch)
            .With(append.SeqBefore)
            .With(append.HeadBefore);
    }

    private void Offered(RunOffer offer)
    {
        if (Halt is not null)
            return;
        Halt = new JournalHalt(false, Troubles.Offered(RunId, offer)) { Offer = offer };
        _halting.Cancel();
    }

    private void Lost()
    {
        if (Halt is not { IsTrouble: true })
            Stop(Troubles.TakenOver(_start, _parts));
        _halting.Cancel();
    }
}
