using Npgsql;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>A database and a home for each test, gone with it.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class JournalTest
{
    protected const string RunId = "20260102-030405-k3f9";

    protected static readonly RunIdentity Run = new(RunId, "Database \"maintenance\" – März");

    private readonly List<IDisposable> _open = [];

    protected string Name { get; } = Server.NextName();

    protected string Home { get; private set; } = "";

    protected static Owner Me(string name = "alice", string host = "db1") =>
        new(name, host, 4711, 123456, "b00t-" + host, FixedClock.Instant) { MachineId = "machine-" + host };

    [SetUp]
    public async Task MakeDatabaseAsync()
    {
        Home = Directory.CreateTempSubdirectory("rbjpg").FullName;
        await Server.Cluster.CreateDatabaseAsync(Name);
    }

    [TearDown]
    public async Task RemoveAsync()
    {
        foreach (var journal in _open)
            journal.Dispose();
        // A checkpoint of all the tests together may take longer than a connection is waited for.
        var server = new NpgsqlConnectionStringBuilder(Server.Cluster.ConnectionString()) { Timeout = 60 };
        await using (var connection = new NpgsqlConnection(server.ConnectionString))
        {
            await connection.OpenAsync();
            await using var drop = new NpgsqlCommand(
                $"drop database if exists {Name} with (force)",
                connection
            );
            await drop.ExecuteNonQueryAsync();
        }
        Directory.Delete(Home, recursive: true);
    }

    protected PostgresJournalOptions Options(string? home = null) =>
        new(JournalAddress.Parse(Server.Cluster.Url(Name)), home ?? Home)
        {
            Patience = TimeSpan.FromSeconds(2),
        };

    protected PostgresJournalStore Store(Owner? me = null, PostgresJournalOptions? options = null) =>
        new(options ?? Options(), new FixedClock(), me ?? Me());

    /// <summary>Another machine: its own home.</summary>
    protected PostgresJournalStore Elsewhere(string name = "bob", string host = "db2") =>
        Store(Me(name, host), Options(Path.Combine(Home, host)));

    /// <summary>Disposed with the test.</summary>
    protected IJournal Kept(IJournal journal)
    {
        _open.Add(journal);
        return journal;
    }

    protected IJournal Begin(PostgresJournalStore? store = null) =>
        Kept((store ?? Store()).Create(Run, Lines.Opened));

    protected T Ask<T>(string sql)
    {
        using var connection = new NpgsqlConnection(Server.Cluster.ConnectionString(Name));
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    protected int Do(string sql)
    {
        using var connection = new NpgsqlConnection(Server.Cluster.ConnectionString(Name));
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteNonQuery();
    }
}
