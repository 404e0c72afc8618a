using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace RunbookDsl.Hosts.SshNet;

/// <summary>An open connection to a host, with the connections that it goes through.</summary>
internal sealed class SshLine : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private readonly Stack<IDisposable> _open = [];

    private SshLine() { }

    /// <summary>The client at its end.</summary>
    public SshClient Client { get; private set; } = null!;

    /// <summary>Connects, host by host.</summary>
    /// <exception cref="OperationFailedException">It did not come about: nothing was done.</exception>
    public static async Task<SshLine> OpenAsync(
        string host,
        IReadOnlyList<Hop> hops,
        CancellationToken cancellation
    )
    {
        var line = new SshLine();
        try
        {
            foreach (var hop in hops)
                await line.AddAsync(host, hop, cancellation).ConfigureAwait(false);
            return line;
        }
        catch
        {
            await line.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes it. Not on the caller's thread, for the library waits for the other side.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.Run(
                () =>
                {
                    while (_open.TryPop(out var one))
                        Close(one);
                },
                CancellationToken.None
            )
            .ConfigureAwait(false);

    private async Task AddAsync(string host, Hop hop, CancellationToken cancellation)
    {
        string? refusal = null;
        try
        {
            var (address, port) = Client is null ? (hop.HostName, hop.Port) : Forward(hop);
            var keys = new IdentityFiles(hop);
            var info = new ConnectionInfo(
                address,
                port,
                hop.User,
                new PrivateKeyAuthenticationMethod(hop.User, keys.Usable(host))
            )
            {
                Timeout = ConnectLimit,
            };
            var book = KnownHostsBook.Read(hop.KnownHosts);
            HostKeyChoice.Limit(info.HostKeyAlgorithms, book.TypesOf(hop.KeyName));
            var client = new SshClient(info) { KeepAliveInterval = KeepAlive };
            _open.Push(client);
            client.HostKeyReceived += (_, seen) =>
                seen.CanTrust = (refusal = book.Refusal(hop.KeyName, seen.HostKeyName, seen.HostKey)) is null;
            await client.ConnectAsync(cancellation).ConfigureAwait(false);
            // From here on it limits how long a program may take before it reads its input.
            info.Timeout = Timeout.InfiniteTimeSpan;
            Client = client;
        }
        catch (Exception e)
            when (refusal is not null
                || e is SshException or SocketException or IOException or ObjectDisposedException
            )
        {
            throw Failed(host, hop, refusal, e);
        }
    }

    private (string Address, int Port) Forward(Hop hop)
    {
        var port = new ForwardedPortLocal("127.0.0.1", hop.HostName, (uint)hop.Port);
        Client.AddForwardedPort(port);
        _open.Push(port);
        port.Start();
        return ("127.0.0.1", (int)port.BoundPort);
    }

    private static OperationFailedException Failed(string host, Hop hop, string? refusal, Exception e)
    {
        var why =
            refusal is not null ? $"Host key verification failed: {refusal}."
            : e is SshAuthenticationException ? $"{hop.User}@{hop.HostName}: Permission denied (publickey)."
            : e is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }
                ? $"Could not resolve hostname {hop.HostName}."
            : $"{hop.HostName} port {hop.Port}: {e.Message.Trim().ReplaceLineEndings(" ").TrimEnd('.')}.";
        return new(
            $"cannot connect to {host}: {why} Nothing was done.",
            // A wrong host key or a refused login stays as it is; a host that does not answer may come back.
            retryable: refusal is null
                && e
                    is not SshAuthenticationException
                        and not SocketException
                        {
                            SocketErrorCode: SocketError.HostNotFound or SocketError.NoData
                        }
        );
    }

    private static void Close(IDisposable one)
    {
        try
        {
            one.Dispose();
        }
        catch (Exception e) when (e is SshException or SocketException or ObjectDisposedException)
        {
            // The other side has closed it before.
        }
    }
}
