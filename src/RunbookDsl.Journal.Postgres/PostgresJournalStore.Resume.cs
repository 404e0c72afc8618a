using Npgsql;

namespace RunbookDsl.Journal.Postgres;

public sealed partial class PostgresJournalStore
{
    // Each loser of a race sees who won; more than a few rounds are no race.
    private const int Rounds = 5;

    /// <inheritdoc/>
    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed)
    {
        ArgumentNullException.ThrowIfNull(resumed);
        _database.Prepare();
        Home.Prepare(Disk.Local, Root, options.AcceptAnyFileSystem);
        var copy = new LocalCopy(_database, LocationOf(runId));
        for (var round = 1; ; round++)
        {
            var run = Stored(runId);
            RefuseIfTaken(run.Row);
            copy.Check(run);
            if (TakeUnsent(run, copy))
                continue;
            var journal = Claim(run, copy, resumed(History(run)));
            if (journal is not null)
                return journal;
            if (round == Rounds)
                throw Locked(RunRow.Read(_database, runId) ?? run.Row);
        }
    }

    /// <summary>
    /// Takes the run over and writes its next segment's first line, in one statement: there is no moment in
    /// which a run has a new owner and no line that says so. Null when somebody else was faster.
    /// </summary>
    private PostgresJournal? Claim(StoredRun run, LocalCopy copy, JournalRecord resumed)
    {
        var identity = new RunIdentity(run.Row.RunId, run.Runbook);
        var facts = new SegmentStart(identity.RunId, identity.Runbook, me)
        {
            Previous = RunReader.SegmentName(run.Segments),
            Length = run.Segment(run.Segments).Length,
            Head = run.HeadHash,
        };
        var first = First(resumed, facts, run.Segments + 1, (run.Row.HeadSeq, run.Row.Head));
        var start = new JournalStart(identity, NewClaim())
        {
            Epoch = run.Row.Epoch + 1,
            Segment = run.Segments + 1,
            Seq = first.LastSeq,
            Chain = first.Head,
            Length = first.Bytes.Length,
        };
        var appender = new Appender(_database, options, clock);
        try
        {
            var append = new Unsettled(identity.RunId, start.Epoch, run.Row.HeadSeq, run.Row.Head, first);
            var verdict = appender.Send(append, c => ClaimCommand(c, start, run.Row, first));
            if (verdict.Fate == AppendFate.Fenced)
            {
                appender.Dispose();
                resumed.Seq = 0;
                return null;
            }
            if (verdict.Fate != AppendFate.Landed || verdict.Epoch != start.Epoch)
                throw new JournalException(
                    $"Run {identity.RunId} could not be taken over, and nothing was begun. "
                        + $"{appender.Trouble?.Message} 'runbook resume {identity.RunId}' tries again."
                );
            copy.Bring(run, Values);
            var segment = LocalSegment.Begin(copy.Location, start.Segment, first.Bytes.Span);
            return new PostgresJournal(start, Parts(copy.Location, appender, segment));
        }
        catch
        {
            appender.Dispose();
            Values.LetGo(start);
            throw;
        }
    }

    private NpgsqlCommand ClaimCommand(
        NpgsqlConnection connection,
        JournalStart start,
        RunRow row,
        Batch first
    ) =>
        new NpgsqlCommand(Statements.Claim, connection)
            .With(row.RunId, start.Segment, first)
            .With(OwnerJson())
            .With(start.Claim)
            .With(options.Lease)
            .With(row.Epoch)
            .With(row.HeadSeq)
            .With(row.Head)
            .With(options.Steals)
            .With(IsDead(row.Owner) ? row.Claim : "nobody")
            .With(me.Operator);

    /// <summary>
    /// Puts in what an earlier process of this machine kept while the database was gone, and what surely
    /// belongs there: it follows exactly from the last line, and nobody has had the run since. True when the
    /// run has changed by it.
    /// </summary>
    private bool TakeUnsent(StoredRun run, LocalCopy copy)
    {
        foreach (var unsent in Unsent.Find(copy.Location))
        {
            if (unsent.Segment == run.Segments && run.Row.Owner is { } owner && IsAlive(owner))
                throw new JournalLockedException(
                    $"Run {run.Row.RunId} is still being finished by {owner}, whose journal could not be "
                        + $"reached; what it finishes is kept in {copy.Location}. Nothing was changed. Wait "
                        + $"until that process ends, then 'runbook resume {run.Row.RunId}'.",
                    owner
                );
            if (unsent.Missing(run) is not { } batch)
            {
                unsent.Settle(isTaken: unsent.IsThere(run));
                continue;
            }
            Reconcile(run, batch);
            unsent.Settle(isTaken: true);
            return true;
        }
        return false;
    }

    private void Reconcile(StoredRun run, Batch batch)
    {
        using var appender = new Appender(_database, options, clock);
        var append = new Unsettled(run.Row.RunId, run.Row.Epoch, run.Row.HeadSeq, run.Row.Head, batch);
        var verdict = appender.Send(
            append,
            c =>
                new NpgsqlCommand(Statements.Reconcile, c)
                    .With(run.Row.RunId, batch.Segment, batch)
                    .With(batch.Status)
                    .With(batch.PlanHash)
                    .With(run.Row.Epoch)
                    .With(run.Row.HeadSeq)
                    .With(run.Row.Head)
        );
        if (verdict.Fate != AppendFate.Landed)
            throw new JournalException(
                $"What run {run.Row.RunId} did while the journal was out of reach could not be put into it; "
                    + $"nothing was begun. {appender.Trouble?.Message} 'runbook resume {run.Row.RunId}' tries "
                    + "again."
            );
    }

    private void RefuseIfTaken(RunRow row)
    {
        if (options.Steals)
            return;
        if (row.IsHeld && !row.IsClosed && !IsDead(row.Owner))
            throw Locked(row);
        if (row.Offer is { } offer && offer.To != me.Operator)
            throw new JournalLockedException(
                $"Run {row.RunId} is offered to {offer.To} by {offer.By}: only {offer.To} may take it, with "
                    + $"'runbook accept {row.RunId}'. To keep it, offer it to yourself: 'runbook offer "
                    + $"{row.RunId} --to {me.Operator}'.",
                row.Owner
            );
    }

    private JournalLockedException Locked(RunRow row) =>
        new(
            $"Run {row.RunId} is already being run by {row.Owner?.ToString() ?? "somebody"}; journal: "
                + $"{_database.Place}. A run has one owner at a time. Look at it with 'runbook show "
                + $"{row.RunId}'; wait until it ends, ask its operator for 'runbook offer {row.RunId} --to "
                + $"{me.Operator}', or take it with 'runbook steal {row.RunId} --reason \"…\"'.",
            row.Owner
        );

    // On this machine, of this boot, and no such process: its lease need not run out.
    private bool IsDead(Owner? owner) => owner is not null && me.IsOnSameMachine(owner) && !IsAlive(owner);

    private bool IsAlive(Owner owner) =>
        me.IsOnSameMachine(owner)
        && owner.BootId == me.BootId
        && ProcFile.StartTicks(owner.Pid) == owner.PidStart;
}
