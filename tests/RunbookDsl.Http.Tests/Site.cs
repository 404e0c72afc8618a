using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RunbookDsl.Http.Tests;

/// <summary>A web server on a port of its own that answers raw bytes, one connection a request.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;

    /// <param name="answer">From the request's head to the whole answer; one that ends with NUL is never
    /// finished.</param>
    /// <param name="certificateFor">Name in a self-signed certificate; null is plain HTTP.</param>
    public Site(Func<string, string> answer, string? certificateFor = null)
    {
        (_answer, _certificate) = (answer, certificateFor is null ? null : SelfSigned(certificateFor));
        _listener.Start();
        _serving = ServeAsync();
    }

    public X509Certificate2? Certificate => _certificate;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> ServerNames { get; } = new();

    public static string Page(int status, string body, string headers = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (!_stop.IsCancellationRequested)
                open.Add(ServeOneAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(open);
    }

    private async Task ServeOneAsync(TcpClient client)
    {
        using var closing = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
                stream = await SecureAsync(stream);
            var head = "";
            var buffer = new byte[8192];
            while (!head.Contains("\r\n\r\n"))
            {
                var count = await stream.ReadAsync(buffer, _stop.Token);
                if (count == 0)
                    return;
                head += Encoding.ASCII.GetString(buffer, 0, count);
            }
            Requests.Enqueue(head);
            var answer = _answer(head);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.TrimEnd('\0')), _stop.Token);
            if (answer.EndsWith('\0'))
                await Task.Delay(Timeout.Infinite, _stop.Token);
        }
        catch (Exception e)
            when (e
                    is OperationCanceledException
                        or IOException
                        or System.Security.Authentication.AuthenticationException
            ) { }
    }

    private async Task<Stream> SecureAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                ServerNames.Enqueue(hello.ServerName);
                return ValueTask.FromResult(
                    new SslServerAuthenticationOptions { ServerCertificate = _certificate }
                );
            },
            null,
            _stop.Token
        );
        return secure;
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
