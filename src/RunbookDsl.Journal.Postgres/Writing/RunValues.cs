using System.Security.Cryptography;
using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>What a run keeps beside its lines: large values, sources, signals.</summary>
internal sealed class RunValues(Database database)
{
    /// <summary>Durable on return. A value is stored under its own hash, so that twice is once.</summary>
    internal void Keep(string runId, string name, byte[] content) =>
        Change(
            "insert into rb.blob (run_id, name, content) values ($1, $2, $3) on conflict do nothing",
            c => c.With(runId).With(name).With(content)
        );

    internal void KeepScript(string runId, string name, byte[] content) =>
        Change(
            "insert into rb.script (run_id, name, content, sha256) values ($1, $2, $3, $4) "
                + "on conflict do nothing",
            c =>
                c.With(runId)
                    .With(name)
                    .With(content)
                    .With(Convert.ToHexStringLower(SHA256.HashData(content)))
        );

    /// <summary>From this machine's copy, else from the database; checked either way.</summary>
    internal byte[] Read(string runId, string name, RunFiles files)
    {
        if (files.HasBlob(name))
            return files.ReadBlob(name);
        var content = database.Ask(connection =>
        {
            using var command = new NpgsqlCommand(
                "select content from rb.blob where run_id = $1 and name = $2",
                connection
            );
            return command.With(runId).With(name).ExecuteScalar() as byte[];
        });
        return content is not null && RunFiles.NameOf(content) == name
            ? content
            : throw new JournalCorruptException(
                $"rb.blob of {database.Place}",
                0,
                0,
                $"a value that agrees with the name {name}"
            );
    }

    internal List<(string Name, byte[] Content)> Scripts(string runId) =>
        Pairs("select name, content from rb.script where run_id = $1 order by name", runId);

    internal List<(string Name, byte[] Content)> Blobs(string runId) =>
        Pairs("select name, content from rb.blob where run_id = $1 order by name", runId);

    internal IReadOnlyList<Signal> Signals(string runId) =>
        [
            .. Pairs("select id, content from rb.signal where run_id = $1 order by id collate \"C\"", runId)
                .Select(s => new Signal(s.Name, s.Content)),
        ];

    internal bool Post(string runId, string id, byte[] content) =>
        Change(
            "insert into rb.signal (run_id, id, content) values ($1, $2, $3) on conflict do nothing",
            c => c.With(runId).With(id).With(content)
        ) == 1;

    /// <summary>Whoever comes next need not wait. Not worth an error: the lease ends by itself.</summary>
    internal void LetGo(JournalStart start)
    {
        try
        {
            database.Ask(connection =>
            {
                using var command = new NpgsqlCommand(Statements.LetGo, connection) { CommandTimeout = 10 };
                return command.With(start.Run.RunId).With(start.Epoch).With(start.Claim).ExecuteNonQuery();
            });
        }
        catch (DatabaseException)
        {
            // It is in doubt whether it was heard, and does not matter.
        }
    }

    // All of these may be sent twice. The level is that of the lines that will name them.
    private int Change(string sql, Func<NpgsqlCommand, NpgsqlCommand> with) =>
        database.Ask(connection =>
        {
            using var transaction = connection.BeginTransaction();
            using (var level = new NpgsqlCommand(Statements.RaiseDurability, connection, transaction))
                level.ExecuteNonQuery();
            using var command = new NpgsqlCommand(sql, connection, transaction);
            var changed = with(command).ExecuteNonQuery();
            transaction.Commit();
            return changed;
        });

    private List<(string Name, byte[] Content)> Pairs(string sql, string runId) =>
        database.Ask(connection =>
        {
            using var command = new NpgsqlCommand(sql, connection);
            using var reader = command.With(runId).ExecuteReader();
            var pairs = new List<(string, byte[])>();
            while (reader.Read())
                pairs.Add((reader.GetString(0), (byte[])reader[1]));
            return pairs;
        });
}
