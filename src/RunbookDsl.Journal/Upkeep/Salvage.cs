using System.Text;

namespace RunbookDsl.Journal;

/// <summary>
/// Makes a new run of the proved beginning of a damaged one: the same records with a chain of their own, the
/// old files beside them as evidence.
/// </summary>
internal sealed class Salvage(
    Disk disk,
    string home,
    Owner me,
    RunReader damaged,
    JournalCorruptException damage
)
{
    private readonly string _runs = Path.Combine(home, "runs");

    internal SalvagedRun Make(DateTimeOffset now)
    {
        var good = damaged.Proved();
        if (good.Count == 0)
            throw new JournalException(
                $"Nothing of run {damaged.RunId} can be salvaged: not even its first record is proved "
                    + $"({damage.File}, line {damage.Line}). "
                    + "Copy the run's directory away as evidence, restore it from a backup, or begin a "
                    + "new run."
            );
        var end = Unproved(good);
        var closed = Ledger.Of(damaged.RunId, new Ledger(disk, home).Bytes()) is { Count: > 0 } lines
            ? lines[^1].Status
            : null;
        var runId = FreeId();
        var run = new SalvagedRun(runId, damaged.RunId, good.Count, RunDamage.Of(damage))
        {
            Location = Path.Combine(_runs, runId),
            Suspects = end.Steps,
            UndoSuspects = end.Undone,
            LosesMany = end.LosesMany,
            ClosedAs = closed,
        };
        var head = Write(run, good, now);
        var heads = new OpenHeads(disk, home);
        heads.Remove(runId);
        if (closed is null)
            heads.Add(runId, 1, head, now);
        else
            new Ledger(disk, home).Append(
                new LedgerEntry(runId, damaged.Runbook, closed, head.Seq, head.Hash, now)
            );
        return run;
    }

    private UnprovedEnd Unproved(IReadOnlyList<JournalRecord> good)
    {
        var end = new UnprovedEnd(good.Count + 1);
        if (damage.Line == 0 || good.Count != damaged.Good.Count)
            end.Lose();
        var last = 0;
        foreach (var file in Segments())
        {
            var number = int.Parse(Path.GetFileNameWithoutExtension(file), null);
            var bytes = (ReadOnlyMemory<byte>)DurableFile.ReadAll(disk, file);
            var proved = 0;
            foreach (var record in good)
                proved += record.Epoch == number ? record.Line.Length + 1 : 0;
            if (number != last + 1)
                end.Lose();
            last = number;
            if (proved < bytes.Length)
                end.Read(bytes[proved..]);
        }
        if (damaged.IsCutShort)
            end.Lose();
        return end;
    }

    private JournalHead Write(SalvagedRun run, IReadOnlyList<JournalRecord> good, DateTimeOffset now)
    {
        var beside = Path.Combine(_runs, $".{run.RunId}.{me.Pid}-{me.PidStart}.tmp");
        Folder.Make(disk, beside);
        CopyEvidence(beside);
        var lines = new LineBuffer();
        var chain = ChainHash.None.ToArray();
        var start = (SegmentStart?)new SegmentStart(run.RunId, damaged.Runbook, me);
        var seq = 0L;
        foreach (var record in Records(run, good, now))
        {
            record.Seq = ++seq;
            record.Epoch = 1;
            LineFormat.Write(lines, record, 0, start, chain);
            start = null;
        }
        DurableFile.Replace(disk, Path.Combine(beside, RunReader.SegmentName(1)), lines.Written);
        Folder.Rename(disk, beside, run.Location);
        Folder.Sync(disk, _runs);
        return new JournalHead(seq, Encoding.ASCII.GetString(chain));
    }

    private IEnumerable<JournalRecord> Records(
        SalvagedRun run,
        IReadOnlyList<JournalRecord> good,
        DateTimeOffset now
    )
    {
        foreach (var record in good)
            yield return Copy(record.Type, record, record.At);
        yield return new JournalRecord
        {
            Type = RecordTypes.RunResumed,
            Body = Origin(run),
            At = now,
        };
        if (run.ClosedAs is { } status)
            yield return new JournalRecord
            {
                Type = RecordTypes.RunClosed,
                Body = Encoding.UTF8.GetBytes(
                    status == "rolled-back" ? """{"status":"RolledBack"}""" : """{"status":"Done"}"""
                ),
                At = now,
            };
    }

    private static JournalRecord Copy(string type, JournalRecord record, DateTimeOffset at) =>
        new()
        {
            Type = type,
            Step = record.Step,
            Attempt = record.Attempt,
            Body = record.Body,
            At = at,
        };

    private byte[] Origin(SalvagedRun run)
    {
        var body = new LineBuffer();
        body.Raw("{\"operator\":"u8)
            .Text(me.Operator)
            .Raw(",\"verb\":\"salvage\",\"from\":"u8)
            .Text(run.From);
        body.Raw(",\"records\":"u8).Number(run.Records).Raw(",\"file\":"u8).Text(run.Damage.File);
        body.Raw(",\"line\":"u8).Number(run.Damage.Line).Raw(",\"expected\":"u8).Text(run.Damage.Expected);
        body.Raw(",\"lost\":"u8).Text(run.LosesMany ? "many" : "one");
        Names(body.Raw(",\"suspects\":{"u8), run.Suspects);
        Names(body.Raw(",\"undoSuspects\":{"u8), run.UndoSuspects);
        return body.Raw("}"u8).Written.ToArray();
    }

    private static void Names(LineBuffer body, IReadOnlyList<string> steps)
    {
        for (var i = 0; i < steps.Count; i++)
            body.Raw(i == 0 ? ""u8 : ","u8).Text(steps[i]).Raw(":\"\""u8);
        body.Raw("}"u8);
    }

    // Sources and values that agree with their names are the new run's own; all the rest is evidence.
    private void CopyEvidence(string to)
    {
        var from = Path.Combine(_runs, damaged.RunId);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            if (name is "lock" or "alive" or "ballast")
                continue;
            var isBeside = Path.GetDirectoryName(name) is "script" or "blobs" or "signals";
            var target = Path.Combine(to, isBeside ? name : Path.Combine("evidence", name));
            Folder.MakeDurable(disk, Path.GetDirectoryName(target)!);
            DurableFile.Replace(disk, target, DurableFile.ReadAll(disk, file));
        }
    }

    private List<string> Segments()
    {
        var segments = new List<string>(
            Directory.EnumerateFiles(Path.Combine(_runs, damaged.RunId), "??????.jsonl")
        );
        segments.Sort(StringComparer.Ordinal);
        return segments;
    }

    private string FreeId()
    {
        var id = damaged.RunId + "-salvaged";
        for (var n = 2; Directory.Exists(Path.Combine(_runs, id)); n++)
            id = $"{damaged.RunId}-salvaged-{n}";
        return RunId.IsValid(id)
            ? id
            : throw new JournalException(
                $"'{id}' would be too long an id for a run: at most 64 characters. Nothing was salvaged."
            );
    }
}
