using System.Net;

namespace RunbookDsl.Http;

/// <summary>HTTP over connections that the connector of the run makes, one client at a time.</summary>
/// <param name="context">Gives the connector.</param>
/// <param name="lead">Where a host is looked for: an address in its place. Null leaves it.</param>
internal sealed class Wire(StepContext context, Func<string, string>? lead = null)
{
    /// <summary>Where the last connection leads, address and port; empty before there is one.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A client that keeps no cookies and follows no redirect.</summary>
    public HttpClient Client() => new(Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    private SocketsHttpHandler Handler()
    {
        // Connections are made in a flow of their own; the connector may want to know whose they are.
        var flow = ExecutionContext.Capture()!;
        return new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (connecting, cancellation) =>
            {
                Task<Stream>? made = null;
                ExecutionContext.Run(flow, _ => made = ConnectAsync(connecting, cancellation), null);
                return new(made!);
            },
        };
    }

    private async Task<Stream> ConnectAsync(
        SocketsHttpConnectionContext connecting,
        CancellationToken cancellation
    )
    {
        var target = connecting.DnsEndPoint;
        var host = lead is null ? target.Host : lead(target.Host);
        var made = await context
            .Port<IHttpConnector>()
            .ConnectAsync(host, target.Port, cancellation)
            .ConfigureAwait(false);
        Address = made.Address;
        return made.Trust is { } trust && connecting.InitialRequestMessage.RequestUri!.Scheme == "https"
            ? await PrivateTls
                .SecureAsync(made.Stream, target.Host, trust, cancellation)
                .ConfigureAwait(false)
            : made.Stream;
    }
}
