using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>The tables of the journal, version by version. A version is never edited once released.</summary>
internal static class Schema
{
    /// <summary>The version this release makes, and the newest it works with.</summary>
    internal const int Version = 1;

    // Any number, as long as every release uses the same: 'rb' and 'jrnl' in ASCII.
    private const long MigrationLock = 0x7262_6A72_6E6C;

    private const string First = """
        create schema if not exists rb;
        create table rb.schema_version (
          version int primary key,
          at timestamptz not null default clock_timestamp());
        create table rb.store (id text primary key);
        create table rb.run (
          run_id text primary key,
          runbook text not null,
          status text not null,
          plan_hash text not null default '',
          epoch bigint not null default 0,
          owner jsonb,
          claim text,
          lease_until timestamptz,
          offer jsonb,
          head_seq bigint not null default 0,
          head_h bytea not null,
          opened_at timestamptz not null default clock_timestamp(),
          closed_at timestamptz,
          labels jsonb);
        create table rb.journal (
          run_id text not null references rb.run,
          seq bigint not null,
          epoch bigint not null,
          segment int not null,
          t text not null,
          step text,
          attempt int,
          rec bytea not null,
          body jsonb not null,
          h bytea not null,
          primary key (run_id, seq));
        create table rb.blob (
          run_id text not null references rb.run,
          name text not null,
          content bytea not null,
          primary key (run_id, name));
        create table rb.script (
          run_id text not null references rb.run,
          name text not null,
          sha256 text not null,
          content bytea not null,
          primary key (run_id, name));
        create table rb.signal (
          run_id text not null references rb.run,
          id text not null,
          at timestamptz not null default clock_timestamp(),
          content bytea not null,
          primary key (run_id, id));
        create table rb.resource_lock (
          resource text primary key,
          run_id text,
          epoch bigint,
          fence bigint not null,
          holder jsonb,
          since timestamptz);
        insert into rb.store values (gen_random_uuid()::text);
        insert into rb.schema_version (version) values (1);
        """;

    private static readonly string[] Versions = [First];

    /// <summary>Version of the schema there; 0 when there is none.</summary>
    internal static int Find(NpgsqlConnection connection)
    {
        try
        {
            using var command = new NpgsqlCommand(
                "select coalesce(max(version), 0)::int from rb.schema_version",
                connection
            );
            return (int)command.ExecuteScalar()!;
        }
        catch (PostgresException e) when (e.SqlState is "42P01" or "3F000")
        {
            return 0;
        }
    }

    /// <summary>
    /// Makes or renews the tables, one process at a time. There is no going on without the lock.
    /// </summary>
    internal static void Migrate(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction))
        {
            wait.Parameters.Add(new NpgsqlParameter<long> { TypedValue = MigrationLock });
            wait.ExecuteNonQuery();
        }
        transaction.Save("looked");
        var found = Find(connection);
        if (found == 0)
            transaction.Rollback("looked");
        for (var next = found; next < Versions.Length; next++)
        {
            using var command = new NpgsqlCommand(Versions[next], connection, transaction);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    internal static JournalException Newer(string place, int found) =>
        new(
            $"The journal in {place} is of schema version {found}, this release works with version {Version}. "
                + "Nothing was changed. Use the release of runbook that made it, or a newer one."
        );
}
