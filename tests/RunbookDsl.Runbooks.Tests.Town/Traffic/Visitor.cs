using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>
/// Somebody who uses the site all the time and writes every answer down. Asks for the name each time as the
/// resolver tells it, or goes on to one address, as who still has the old answer.
/// </summary>
internal sealed class Visitor : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    private readonly CancellationTokenSource _ending = new();
    private readonly HttpClient _client;
    private readonly string _name;
    private readonly string? _address;
    private readonly Func<CancellationToken, Task<string>> _resolve;
    private readonly Task _visiting;
    private string _led = "";

    public Visitor(
        string name,
        string? address,
        string authority,
        Func<CancellationToken, Task<string>> resolve
    )
    {
        (_name, _address, _resolve) = (name, address, resolve);
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPem(authority);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        };
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
        _visiting = Task.Run(VisitAsync);
    }

    public ConcurrentQueue<Visit> Visits { get; } = new();

    /// <summary>What was answered as booked.</summary>
    public ConcurrentQueue<string> Booked { get; } = new();

    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        await _visiting;
    }

    public void Dispose()
    {
        _client.Dispose();
        _ending.Dispose();
    }

    private async Task VisitAsync()
    {
        for (var i = 0; !_ending.IsCancellationRequested; i++)
        {
            var isPost = i % 2 == 1;
            var answer = await AskAsync(
                isPost ? string.Create(CultureInfo.InvariantCulture, $"{_name}-{i}") : null
            );
            Visits.Enqueue(new(DateTimeOffset.UtcNow, _name, _led, isPost ? "POST" : "GET", answer));
            await Pace.PassAsync(Pause);
        }
    }

    private async Task<string> AskAsync(string? token)
    {
        try
        {
            using var request = new HttpRequestMessage(
                token is null ? HttpMethod.Get : HttpMethod.Post,
                "https://shop.example/"
            );
            if (token is not null)
                request.Content = new StringContent(token);
            using var response = await _client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var status = (int)response.StatusCode;
            if (
                status == (token is null ? 200 : 201)
                && text.Contains("<title>Shop</title>", StringComparison.Ordinal)
            )
            {
                if (token is not null)
                    Booked.Enqueue(token);
                return "app";
            }
            return
                status == 503
                && response.Headers.RetryAfter is not null
                && text.Contains("is back at", StringComparison.Ordinal)
                ? "page"
                : string.Create(CultureInfo.InvariantCulture, $"{status}: {text.Trim()}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return $"{e.Message} {e.InnerException?.Message}";
        }
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellation
    )
    {
        _led = _address ?? await _resolve(cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(_led), context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
