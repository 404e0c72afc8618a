using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace RunbookDsl.Testing.Tests.Proxy;

/// <summary>A database of the shared cluster behind a proxy, and programs that speak to it.</summary>
internal sealed class ProxyRig : IAsyncDisposable
{
    private readonly FaultProxy _proxy;

    private ProxyRig(Stage stage, FaultProxy proxy, string database) =>
        (Stage, _proxy, Database) = (stage, proxy, database);

    public Stage Stage { get; }

    public string Database { get; }

    public int Port => _proxy.Port;

    /// <summary>The calls that were no talk about the session or the catalogs.</summary>
    public IEnumerable<WorldEvent> Calls =>
        Stage.Log.Events.Where(e => e.Call.Operation is not (SqlShape.Session or SqlShape.Catalog));

    /// <summary>Each call as <c>operation subject: answer [applied]</c>.</summary>
    public IEnumerable<string> Lines =>
        Calls.Select(e =>
            $"{e.Call.Operation} {e.Call.Subject}".TrimEnd()
            + $": {e.Answer ?? "-"}"
            + (e.IsApplied ? " applied" : "")
        );

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(Machine.Cluster.ConnectionString(Database))
        {
            Port = Port,
            CommandTimeout = 30,
        }.ConnectionString;

    public static Task<ProxyRig> StartAsync(params Fault[] faults) =>
        StartAsync(Machine.Cluster.Port, faults);

    /// <summary>A proxy in front of whatever listens there.</summary>
    public static async Task<ProxyRig> StartAsync(int server, Fault[] faults)
    {
        var database = await Machine.NewDatabase();
        var options = new StageOptions(
            Machine.Environment(),
            "/nowhere",
            new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
        var stage = new Stage(options with { Faults = faults });
        stage.Begin();
        var target = new ProxyTarget(stage, "main", "127.0.0.1", server, Machine.Cluster.TerminateAsync);
        return new ProxyRig(stage, new FaultProxy(target), database);
    }

    /// <summary>Runs SQL directly on the server.</summary>
    public Task Direct(string sql) => Machine.Cluster.RunSqlAsync(Database, new SqlSource(sql, "test"));

    /// <summary>The first value, asked directly at the server.</summary>
    public Task<object?> Ask(string sql) => Machine.Ask(Machine.Cluster, Database, sql);

    /// <summary>A column of text, asked directly at the server.</summary>
    public async Task<string> List(string sql) =>
        (string)(await Ask($"select coalesce(string_agg(v::text, ',' order by v), '') from ({sql}) t(v)"))!;

    /// <summary>Runs a program of PostgreSQL against the proxy.</summary>
    public Task<(int Code, string Said)> Run(params string[] command) => RunAt(Port, command);

    /// <summary>Runs a program of PostgreSQL against a port.</summary>
    public async Task<(int Code, string Said)> RunAt(int port, params string[] command)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Tool.RunAsync(Command(port, command), limit.Token);
    }

    /// <summary>Starts a program of PostgreSQL against the proxy.</summary>
    public Process Start(params string[] command) => Process.Start(Command(Port, command))!;

    public Task<NpgsqlConnection> Open() => OpenAt(Port);

    /// <summary>A connection by way of a port.</summary>
    public async Task<NpgsqlConnection> OpenAt(int port)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Port = port }.ConnectionString
        );
        await connection.OpenAsync();
        return connection;
    }

    private ProcessStartInfo Command(int port, string[] command) =>
        Tool.Command(
            command,
            "/",
            Machine.Environment(
                ("PGHOST", "127.0.0.1"),
                ("PGPORT", port.ToString(CultureInfo.InvariantCulture)),
                ("PGUSER", "postgres"),
                ("PGPASSWORD", Machine.Cluster.Password),
                ("PGDATABASE", Database),
                ("LC_ALL", "C")
            )
        );

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();
}
