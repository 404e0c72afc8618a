using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Npgsql;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>
/// The shop of a host: shows its marker and how many bookings there are, and takes bookings. Tells a booking
/// only when it is committed. Reads where its database is when it starts; when it stops it ends what it has
/// begun.
/// </summary>
internal sealed class App(string marker)
{
    private const string Settings = "/etc/shop/database.env";
    private readonly SemaphoreSlim _atWork = new(Most);
    private const int Most = 16;
    private string _database = "";

    public async Task<int> RunAsync()
    {
        _database = (await File.ReadAllTextAsync(Settings)).Split('=', 2)[1].Trim();
        using var listener = new HttpListener();
        listener.Prefixes.Add("http://127.0.0.1:8000/");
        listener.Start();
        var isStopping = false;
        using var term = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                isStopping = true;
                listener.Stop();
            }
        );
        while (!isStopping)
            try
            {
                var context = await listener.GetContextAsync();
                await _atWork.WaitAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception e) when (isStopping && e is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        for (var i = 0; i < Most; i++)
            await _atWork.WaitAsync();
        return 0;
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_database);
            await connection.OpenAsync();
            var isPost = context.Request.HttpMethod == "POST";
            await using var command = connection.CreateCommand();
            if (isPost)
            {
                using var reader = new StreamReader(context.Request.InputStream);
                command.CommandText = "insert into bookings (token) values (@token) returning id";
                command.Parameters.AddWithValue("token", await reader.ReadToEndAsync());
            }
            else
                command.CommandText = "select count(*) from bookings";
            var told = Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
            await TellAsync(context.Response, isPost ? 201 : 200, $"<title>Shop</title>{marker} {told}\n");
        }
        catch (Exception e) when (e is NpgsqlException or IOException or HttpListenerException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            await TellAsync(context.Response, 500, "the shop is broken\n");
        }
        finally
        {
            _atWork.Release();
        }
    }

    private static async Task TellAsync(HttpListenerResponse response, int status, string text)
    {
        try
        {
            response.StatusCode = status;
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
        }
    }
}
