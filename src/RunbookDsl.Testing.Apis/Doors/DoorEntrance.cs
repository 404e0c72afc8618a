using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// What a connection passes before its requests are read: it may ask for a tunnel to a host, as clients of a
/// proxy do, and may begin with TLS.
/// </summary>
internal sealed class DoorEntrance(Door door)
{
    private const int MostHeadBytes = 16 << 10;
    private const byte Handshake = 0x16;

    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var visit = connection.Features.Get<DoorVisit>()!;
        if (await FirstAsync(connection).ConfigureAwait(false) is not { } first)
            return;
        door.Recognise(((IPEndPoint)connection.RemoteEndPoint!).Port, visit);
        string? host = null;
        if (first == 'C')
        {
            host = await TunnelAsync(connection, visit).ConfigureAwait(false);
            if (host is null || await FirstAsync(connection).ConfigureAwait(false) is not { } after)
                return;
            first = after;
        }
        visit = connection.Features.Get<DoorVisit>()!;
        if (first == Handshake)
            await SecureAsync(connection, visit, host, next).ConfigureAwait(false);
        else
            await next(connection).ConfigureAwait(false);
    }

    private async Task SecureAsync(
        ConnectionContext connection,
        DoorVisit visit,
        string? host,
        ConnectionDelegate next
    )
    {
        var inner = connection.Transport;
        var secure = new SslStream(new DuplexPipeStream(inner));
        await using var closing = secure.ConfigureAwait(false);
        try
        {
            await secure
                .AuthenticateAsServerAsync(
                    (_, hello, _, _) => ValueTask.FromResult(Options(hello.ServerName, host, visit)),
                    null,
                    connection.ConnectionClosed
                )
                .ConfigureAwait(false);
            (visit.IsSecure, visit.Raw) = (true, inner.Output);
            connection.Transport = new SecurePipe(secure);
            await next(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            // The client did not like our certificate, or has gone: it says so itself.
        }
        finally
        {
            connection.Transport = inner;
        }
    }

    private SslServerAuthenticationOptions Options(string name, string? host, DoorVisit visit) =>
        new()
        {
            ServerCertificateContext = DoorAuthority.Current.For(
                door.CertificateName(name.ToLowerInvariant(), host, visit)
                    ?? throw new AuthenticationException($"there is no certificate for '{name}'.")
            ),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };

    /// <summary>The host that a tunnel leads to; null when it was refused.</summary>
    private async Task<string?> TunnelAsync(ConnectionContext connection, DoorVisit visit)
    {
        if (await HeadAsync(connection.Transport.Input).ConfigureAwait(false) is not { } head)
            return null;
        var lines = head.Split("\r\n");
        var target = lines[0].Split(' ').ElementAtOrDefault(1) ?? "";
        var colon = target.LastIndexOf(':');
        var host = (colon < 0 ? target : target[..colon]).Trim('[', ']').ToLowerInvariant();
        var isPort = int.TryParse(target.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port);
        foreach (var line in lines)
            if (line.StartsWith("Proxy-Authorization:", StringComparison.OrdinalIgnoreCase))
                visit.Step = DoorStep.OfProxyUser(line[(line.IndexOf(':') + 1)..].Trim()) ?? visit.Step;
        var answer = door.Reach(host, isPort ? port : 443, visit.Step);
        visit.Address = answer.Address;
        if (answer.Fakes.Count > 0)
            connection.Features.Set(visit = visit with { Fakes = answer.Fakes });
        await SayAsync(connection.Transport.Output, answer).ConfigureAwait(false);
        return answer.Trouble is null ? host : null;
    }

    private static async Task SayAsync(PipeWriter output, DoorReach answer)
    {
        var text = answer.Trouble is { } trouble
            ? $"HTTP/1.1 {(answer.IsOutside ? "403 Forbidden" : "502 Bad Gateway")}\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"Content-Length: {Encoding.UTF8.GetByteCount(trouble)}\r\n\r\n{trouble}"
                )
            : "HTTP/1.1 200 Connection established\r\n\r\n";
        await output.WriteAsync(Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
    }

    private static async Task<byte?> FirstAsync(ConnectionContext connection)
    {
        try
        {
            var input = connection.Transport.Input;
            var read = await input.ReadAsync(connection.ConnectionClosed).ConfigureAwait(false);
            byte? first = read.Buffer.IsEmpty ? null : read.Buffer.FirstSpan[0];
            input.AdvanceTo(read.Buffer.Start);
            return first;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<string?> HeadAsync(PipeReader input)
    {
        try
        {
            while (true)
            {
                var read = await input.ReadAsync().ConfigureAwait(false);
                var head = Encoding.Latin1.GetString(
                    read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MostHeadBytes))
                );
                var end = head.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0)
                {
                    input.AdvanceTo(read.Buffer.GetPosition(end + 4));
                    return head[..end];
                }
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.IsCompleted || read.Buffer.Length >= MostHeadBytes)
                    return null;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private sealed class SecurePipe(SslStream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new(leaveOpen: true));
    }
}
