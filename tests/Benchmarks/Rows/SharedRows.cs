using System.Collections;
using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Report;
using Npgsql;
using RunbookDsl.Journal;
using RunbookDsl.Journal.Postgres;
using RunbookDsl.Testing;
using Finding = Benchmarks.Report.Finding;

namespace Benchmarks.Rows;

/// <summary>The journal in PostgreSQL beside an insert of the same bytes, on one durable server.</summary>
internal static class SharedRows
{
    private const int Rounds = 12;
    private const int Appends = 300;

    // The harness's servers keep nothing over a crash; this one has to.
    private static readonly Dictionary<string, string> Durable = new()
    {
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["full_page_writes"] = "on",
    };

    public static Row[] All(Places places) =>
        [
            new(
                "append-postgres",
                "Durable append to a journal in PostgreSQL: ≤ 1.5 × a plain one-row insert of the same bytes.",
                notes => Append(places, notes)
            ),
        ];

    private static IEnumerable<Finding> Append(Places places, List<string> notes)
    {
        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!);
        var options = new ClusterOptions(environment) { Settings = Durable, Root = Path.GetTempPath() };
        var cluster = LocalCluster.StartAsync(options, default).GetAwaiter().GetResult();
        try
        {
            return Measure(places, cluster, notes);
        }
        finally
        {
            cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static List<Finding> Measure(Places places, LocalCluster cluster, List<string> notes)
    {
        cluster.CreateDatabaseAsync("journal").GetAwaiter().GetResult();
        var store = new PostgresJournalStore(
            new PostgresJournalOptions(
                JournalAddress.Parse(cluster.Url("journal")),
                Path.Combine(places.Scratch, "shared")
            ),
            TimeProvider.System,
            Owner.OfThisProcess("benchmark", TimeProvider.System)
        );
        using var connection = new NpgsqlConnection(cluster.ConnectionString("journal"));
        connection.Open();
        using (var table = new NpgsqlCommand("create table plain (line bytea)", connection))
            table.ExecuteNonQuery();
        List<double> plain = [],
            ours = [];
        var bytes = Journal(store, 20).Bytes;
        for (var round = -1; round < Rounds; round++)
        {
            var insert = Insert(connection, bytes);
            var append = Journal(store, Appends).Microseconds;
            if (round < 0)
                continue;
            plain.Add(insert);
            ours.Add(append);
        }
        notes.Add(
            $"PostgreSQL {cluster.Major} with fsync, on the disk, over loopback; statements not prepared."
        );
        return
        [
            new($"append of {bytes} bytes", "× insert", Spread.Ratio(ours, plain), Rounds) { Budget = 1.5 },
            new("append", "µs", Spread.Of(ours), Rounds),
            new("insert", "µs", Spread.Of(plain), Rounds),
        ];
    }

    private static double Insert(NpgsqlConnection connection, int bytes)
    {
        var line = new byte[bytes];
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Appends; i++)
        {
            using var command = new NpgsqlCommand("insert into plain values ($1)", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = line });
            command.ExecuteNonQuery();
        }
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / Appends;
    }

    private static (double Microseconds, int Bytes) Journal(PostgresJournalStore store, int count)
    {
        var run = new RunIdentity(RunId.New(TimeProvider.System, Random.Shared), "append");
        using var journal = store.Create(run, new JournalRecord { Type = RecordTypes.RunOpened });
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            journal.Append(
                new JournalRecord
                {
                    Type = RecordTypes.StepIntent,
                    Step = "step",
                    Attempt = 1,
                }
            );
            journal.Commit();
        }
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
        var size = new DirectoryInfo(journal.Location).GetFiles("*.jsonl")[0].Length;
        return (took, (int)(size / (count + 1)));
    }
}
