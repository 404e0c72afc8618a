using System.Text;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>
/// Appends to one run through a proxy that breaks connections, and keeps what it was told about each line.
/// </summary>
internal sealed class Torture : IDisposable
{
    private static readonly Break[] Breaks = Enum.GetValues<Break>();
    private readonly BreakingProxy _proxy;
    private readonly Appender _appender;
    private readonly RunIdentity _run;
    private readonly Random _random;
    private readonly PostgresJournalOptions _options;
    private readonly List<string> _there = [];
    private readonly List<string> _absent = [];
    private long _epoch = 1;
    private long _seq = 1;
    private byte[] _chain = [];

    public Torture(JournalAddress server, string home, int number, int seed, ISettlement settlement)
    {
        var direct = new PostgresJournalOptions(server, home);
        _random = new Random(seed + number);
        _run = new RunIdentity($"run-{number}", "torture");
        using (new PostgresJournalStore(direct, TimeProvider.System, Me).Create(_run, Lines.Opened)) { }
        var stored = StoredRun.Read(new Database(direct), _run.RunId)!;
        _chain = stored.Row.Head;
        var parts = new Uri(server.Shown);
        _proxy = new BreakingProxy(parts.Port);
        var url = Server.Cluster.Url(parts.AbsolutePath[1..]);
        url = url.Replace($":{parts.Port}/", $":{_proxy.Port}/", StringComparison.Ordinal);
        _options = direct with { };
        _options = new PostgresJournalOptions(JournalAddress.Parse(url), home) { Settlement = settlement };
        _appender = new Appender(new Database(_options), _options, TimeProvider.System);
    }

    private static Owner Me => new("alice", "db1", 4711, 123456, "b00t", FixedClock.Instant);

    public int Broken => _proxy.Broken;

    public int Found { get; private set; }

    public int Absent => _absent.Count;

    public int Appends { get; private set; }

    /// <summary>What was said and is not so.</summary>
    public List<string> Lies { get; } = [];

    /// <summary>One append, broken more often than not.</summary>
    public void Append()
    {
        _proxy.BreakNext(Breaks[_random.Next(Breaks.Length)]);
        _proxy.BreakNextFence(_random.Next(4) == 0 ? Breaks[_random.Next(Breaks.Length)] : Break.Never);
        var batch = Batch();
        var verdict = _appender.Send(
            new Unsettled(_run.RunId, _epoch, _seq, _chain, batch),
            c =>
                new Npgsql.NpgsqlCommand(Statements.Append, c)
                    .With(_run.RunId, 1, batch)
                    .With(batch.Status)
                    .With(batch.PlanHash)
                    .With(_options.Lease)
                    .With(_epoch)
                    .With(_seq)
                    .With(_chain)
        );
        Appends++;
        Take(batch, verdict);
    }

    /// <summary>Compares what was said with what is there, once nothing is under way any more.</summary>
    public async Task CheckAsync(PostgresJournalOptions direct)
    {
        await _proxy.SettledAsync();
        var stored = StoredRun.Read(new Database(direct), _run.RunId)!;
        var lines = new HashSet<string>();
        for (var seq = 1; seq <= stored.Records.Count; seq++)
            lines.Add(Encoding.ASCII.GetString(stored.HashOf(seq)));
        Lies.AddRange(_there.Where(h => !lines.Contains(h)).Select(h => $"{h} was said to be there"));
        Lies.AddRange(_absent.Where(lines.Contains).Select(h => $"{h} was said to be absent"));
    }

    public void Dispose()
    {
        _appender.Dispose();
        _proxy.Dispose();
    }

    private void Take(Batch batch, Verdict verdict)
    {
        switch (verdict.Fate)
        {
            case AppendFate.Landed:
                Found += verdict.Epoch == _epoch ? 0 : 1;
                foreach (var hash in batch.Hashes)
                    _there.Add(Encoding.ASCII.GetString(hash));
                (_seq, _chain) = (batch.LastSeq, batch.Head);
                break;
            case AppendFate.Absent:
                _absent.Add(Encoding.ASCII.GetString(batch.Head));
                break;
            default:
                // Nobody else writes this run.
                Lies.Add($"record {batch.LastSeq} was said to be {verdict.Fate}");
                var row = Look();
                (_seq, _chain, _epoch) = (row.HeadSeq, row.Head, row.Epoch);
                return;
        }
        _epoch = verdict.Epoch;
    }

    // This question may be hit by what ends the server's processes as well.
    private RunRow Look()
    {
        while (true)
            try
            {
                return RunRow.Read(new Database(_options), _run.RunId)!;
            }
            catch (DatabaseException e) when (!e.IsAnswer)
            {
                // Ask again: the server itself is up.
            }
    }

    private Batch Batch()
    {
        var buffer = new LineBuffer();
        byte[] chain = [.. _chain];
        var count = _random.Next(1, 4);
        for (var i = 1; i <= count; i++)
        {
            // The time makes every try a line of its own.
            var record = Lines.Record(
                RecordTypes.StepOutcome,
                "one",
                1,
                $$"""{"n":{{_random.NextInt64()}}}"""
            );
            record.Seq = _seq + i;
            record.Epoch = 1;
            record.At = FixedClock.Instant;
            LineFormat.Write(buffer, record, _seq, null, chain);
        }
        return new Batch(buffer.Written.ToArray());
    }
}
