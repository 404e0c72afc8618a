using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>
/// One connection of a step, named after it. Not pooled: a kept connection would hold a database that is to
/// be renamed.
/// </summary>
internal sealed class PgSession : IAsyncDisposable
{
    // Some platforms refuse the setting; there a statement outlives the runner, as it does before 14.
    private const string EndWithRunner = """
        ; do $$ begin perform set_config('client_connection_check_interval', '2s', false);
        exception when others then null; end $$
        """;

    private const int CopiedAtOnce = 32 * 1024;

    private readonly NpgsqlConnection _connection;
    private readonly SessionUse _use;
    private readonly CancellationToken _cancellation;

    private readonly StepContext _context;

    private PgSession(
        NpgsqlConnection connection,
        StepContext context,
        PgTarget target,
        SessionUse use,
        CancellationToken cancellation
    ) =>
        (_connection, _context, Target, _use, _cancellation) = (
            connection,
            context,
            target,
            use,
            cancellation
        );

    public PgTarget Target { get; }

    /// <summary>Major version of the server, such as 15.</summary>
    public int Major => _connection.PostgreSqlVersion.Major;

    public CancellationToken Cancellation => _cancellation;

    public int Pid => _connection.ProcessID;

    /// <summary>A value of the server that differs from run to run, see <see
    /// cref="StepContext.Varying"/>.</summary>
    public string Varying(string what, string value) => _context.Varying(what, value);

    /// <summary>Connects to <paramref name="database"/>, works, and disconnects.</summary>
    public static Task<T> WithAsync<T>(
        StepContext context,
        PgDatabase database,
        SessionUse use,
        Func<PgSession, Task<T>> work,
        CancellationToken cancellation
    ) => WithAsync(OpenAsync(context, PgTarget.Resolve(context, database), use, "", cancellation), work);

    /// <summary>Works with a session and disconnects it.</summary>
    public static async Task<T> WithAsync<T>(Task<PgSession> opening, Func<PgSession, Task<T>> work)
    {
        var session = await opening.ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        return await work(session).ConfigureAwait(false);
    }

    /// <summary>Connects with settings that even a <c>RESET</c> inside the SQL cannot take back.</summary>
    /// <param name="context">Whose name the session bears.</param>
    /// <param name="target">Where.</param>
    /// <param name="use">What for.</param>
    /// <param name="startup">Startup options such as <c>-c lock_timeout=1000</c>; empty for none.</param>
    /// <param name="cancellation">Cancels this and every statement.</param>
    public static async Task<PgSession> OpenAsync(
        StepContext context,
        PgTarget target,
        SessionUse use,
        string startup,
        CancellationToken cancellation
    )
    {
        var settings = target.Settings();
        settings.ApplicationName = use is SessionUse.Look or SessionUse.AsApplication
            ? SessionName.OfLook(context)
            : SessionName.Of(context);
        settings.Pooling = false;
        settings.CommandTimeout = 0;
        settings.Enlist = false;
        if (startup.Length > 0)
            settings.Options = $"{settings.Options} {startup}".Trim();
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            var session = new PgSession(connection, context, target, use, cancellation);
            await session.SettleAsync().ConfigureAwait(false);
            return session;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (e is NpgsqlException or IOException or TimeoutException)
                throw PgFailure.Connecting(target, e);
            throw;
        }
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public Task<T?> ScalarAsync<T>(string sql, params object?[] arguments) =>
        SendAsync(
            sql,
            arguments,
            async (command, stop) =>
            {
                var value = await command.ExecuteScalarAsync(stop).ConfigureAwait(false);
                return value is null or DBNull ? default : (T)value;
            }
        );

    /// <summary>All rows.</summary>
    public Task<List<T>> RowsAsync<T>(
        string sql,
        Func<NpgsqlDataReader, T> map,
        params object?[] arguments
    ) =>
        SendAsync(
            sql,
            arguments,
            async (command, stop) =>
            {
                var rows = new List<T>();
                var reader = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
                await using var _ = reader.ConfigureAwait(false);
                while (await reader.ReadAsync(stop).ConfigureAwait(false))
                    rows.Add(map(reader));
                return rows;
            }
        );

    /// <summary>
    /// Runs a statement and gives the number of rows it changed; -1 when it has no such number.
    /// </summary>
    public Task<int> ExecuteAsync(string sql, params object?[] arguments) =>
        SendAsync(sql, arguments, (command, stop) => command.ExecuteNonQueryAsync(stop));

    /// <summary>Runs <paramref name="send"/> with failures turned into the product's own.</summary>
    public async Task<T> SendAsync<T>(
        string sql,
        IReadOnlyList<object?> arguments,
        Func<NpgsqlCommand, CancellationToken, Task<T>> send
    )
    {
        var command = new NpgsqlCommand(sql, _connection);
        await using var _ = command.ConfigureAwait(false);
        foreach (var argument in arguments)
            command.Parameters.Add(
                argument as NpgsqlParameter ?? new NpgsqlParameter { Value = argument ?? DBNull.Value }
            );
        try
        {
            return await send(command, _cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RunbookException)
        {
            throw PgFailure.Running(Target, sql, _use, e);
        }
    }

    /// <summary>
    /// Sends rows from here to another server, in text, a little at a time. What was written is only kept by
    /// the transaction that is open there.
    /// </summary>
    public async Task CopyToAsync(PgSession target, string read, string write)
    {
        try
        {
            using var rows = await _connection
                .BeginTextExportAsync(read, _cancellation)
                .ConfigureAwait(false);
            await target.TakeAsync(rows, write).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RunbookException)
        {
            throw PgFailure.Running(Target, read, _use, e);
        }
    }

    private async Task TakeAsync(TextReader rows, string write)
    {
        try
        {
            var writer = await _connection.BeginTextImportAsync(write, _cancellation).ConfigureAwait(false);
            await using var closing = writer.ConfigureAwait(false);
            var buffer = new char[CopiedAtOnce];
            while (await rows.ReadAsync(buffer, _cancellation).ConfigureAwait(false) is > 0 and var count)
                await writer.WriteAsync(buffer.AsMemory(0, count), _cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RunbookException)
        {
            throw PgFailure.Running(Target, write, _use, e);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task SettleAsync()
    {
        if (_use == SessionUse.AsApplication)
            return;
        var readOnly = _use == SessionUse.Look ? "on" : "off";
        var settings = $"set default_transaction_read_only = {readOnly}";
        if (_use != SessionUse.Long && Major >= 14)
            settings += EndWithRunner;
        var command = new NpgsqlCommand(settings, _connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(_cancellation).ConfigureAwait(false);
    }
}
