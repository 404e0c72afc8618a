using Npgsql;

namespace RunbookDsl.Journal.Postgres;

public sealed partial class PostgresJournalStore
{
    /// <inheritdoc/>
    public IJournal Create(RunIdentity run, JournalRecord opened)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(opened);
        if (!RunId.IsValid(run.RunId))
            throw new ArgumentException(
                $"'{run.RunId}' is no run id; expected 1 to 64 of a-z, 0-9, '-', '_'.",
                nameof(run)
            );
        _database.Prepare();
        Home.Prepare(Disk.Local, Root, options.AcceptAnyFileSystem);
        var location = LocationOf(run.RunId);
        var first = First(
            opened,
            new SegmentStart(run.RunId, run.Runbook, me),
            1,
            (0, ChainHash.None.ToArray())
        );
        var start = new JournalStart(run, NewClaim())
        {
            Epoch = 1,
            Segment = 1,
            Seq = 1,
            Chain = first.Head,
            Length = first.Bytes.Length,
        };
        var appender = new Appender(_database, options, clock) { Settlement = new CreateSettlement() };
        try
        {
            var append = new Unsettled(run.RunId, 1, 0, [], first);
            Begun(start, appender, appender.Send(append, c => CreateCommand(c, start, first)));
            appender.Settlement = options.Settlement;
            Folder.MakeDurable(Disk.Local, location);
            var copy = LocalSegment.Begin(location, 1, first.Bytes.Span);
            return new PostgresJournal(start, Parts(location, appender, copy));
        }
        catch
        {
            appender.Dispose();
            throw;
        }
    }

    private NpgsqlCommand CreateCommand(NpgsqlConnection connection, JournalStart start, Batch first) =>
        new NpgsqlCommand(Statements.Create, connection)
            .With(start.Run.RunId, 1, first)
            .With(start.Run.Runbook)
            .With(OwnerJson())
            .With(start.Claim)
            .With(options.Lease);

    private void Begun(JournalStart start, Appender appender, Verdict verdict)
    {
        var run = start.Run.RunId;
        if (verdict.Fate == AppendFate.Fenced)
            throw new JournalException(
                $"Cannot begin run {run}: {_database.Place} has one of that name already. Begin again."
            );
        if (verdict is { Fate: AppendFate.Landed, Epoch: 1 })
            return;
        throw verdict.Fate switch
        {
            AppendFate.Landed => new JournalException(
                $"The connection to the journal broke while run {run} was begun; it is in the journal and "
                    + $"nothing of it was executed. 'runbook resume {run}' goes on."
            ),
            AppendFate.Absent => new JournalException(
                $"Run {run} could not be begun, and nothing was executed. {appender.Trouble?.Message}"
            ),
            _ => new JournalException(
                $"Nobody knows whether run {run} was begun; nothing of it was executed. "
                    + $"{appender.Trouble?.Message} 'runbook runs' then tells whether it is there."
            ),
        };
    }

    private Batch First(JournalRecord record, SegmentStart facts, int segment, (long Seq, byte[] Hash) before)
    {
        RecordCheck.Check(record);
        record.Epoch = segment;
        record.At = clock.GetUtcNow();
        record.Seq = before.Seq + 1;
        var line = new LineBuffer();
        byte[] chain = [.. before.Hash];
        LineFormat.Write(line, record, before.Seq, facts, chain);
        return new Batch(line.Written.ToArray());
    }
}
