using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks.Rows;

/// <summary>
/// The same bytes as one-row inserts, each a transaction, into SQLite in WAL mode with full sync.
/// </summary>
internal static class SqliteLoop
{
    public static unsafe string Version => new((sbyte*)Sqlite.Version());

    /// <summary>Microseconds a commit, over <paramref name="count"/> of them.</summary>
    public static unsafe double Run(string path, int bytes, int count)
    {
        Check(Sqlite.Open(path, out var database), "open");
        var sql = "pragma journal_mode=wal; pragma synchronous=full; create table journal(line blob)";
        Check(Sqlite.Execute(database, sql, 0, 0, 0), "prepare");
        Check(Sqlite.Prepare(database, "insert into journal values (?)", -1, out var insert, 0), "insert");
        var line = new byte[bytes];
        var began = Stopwatch.GetTimestamp();
        fixed (byte* from = line)
            for (var i = 0; i < count; i++)
            {
                Check(Sqlite.Bind(insert, 1, from, bytes, 0), "bind");
                if (Sqlite.Step(insert) != Sqlite.Done)
                    throw new InvalidOperationException($"SQLite cannot insert into {path}");
                Check(Sqlite.Reset(insert), "commit");
            }
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
        Check(Sqlite.Finish(insert), "finish");
        Check(Sqlite.Close(database), "close");
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(path + suffix);
        return took;
    }

    private static void Check(int code, string what)
    {
        if (code != 0)
            throw new InvalidOperationException($"SQLite failed to {what} (error {code})");
    }
}
