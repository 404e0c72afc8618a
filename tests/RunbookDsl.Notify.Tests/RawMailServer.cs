using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RunbookDsl.Notify.Tests;

/// <summary>A mail server for one connection that answers raw lines, and goes over to TLS.</summary>
internal sealed class RawMailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string?> _answer;
    private readonly bool _isSecure;

    /// <param name="answer">From a line to the answer; a line <c>CONNECT</c> asks for the greeting. Null
    /// hangs up.</param>
    /// <param name="isSecure">Whether it begins with TLS.</param>
    public RawMailServer(Func<string, string?> answer, bool isSecure = false)
    {
        (_answer, _isSecure) = (answer, isSecure);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail.shop.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("mail.shop.example");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public X509Certificate2 Certificate { get; }

    /// <summary>All lines that came, with <c>TLS</c> where it began.</summary>
    public List<string> Lines { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        Certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        Stream stream = client.GetStream();
        if (_isSecure)
            stream = await SecureAsync(stream);
        var text = "CONNECT";
        while (_answer(text) is { } answer)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            if (text == "STARTTLS")
                stream = await SecureAsync(stream);
            text = await ReadAsync(
                stream,
                answer.StartsWith("354", StringComparison.Ordinal) ? "\r\n.\r\n" : "\r\n"
            );
            if (text.Length == 0)
                return;
            lock (Lines)
                Lines.Add(text);
        }
    }

    private async Task<Stream> SecureAsync(Stream stream)
    {
        lock (Lines)
            Lines.Add("TLS");
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(Certificate);
        return secure;
    }

    private static async Task<string> ReadAsync(Stream stream, string end)
    {
        var text = "";
        var buffer = new byte[4096];
        while (!text.EndsWith(end, StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
                return "";
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }
        return text[..^end.Length];
    }
}
