using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Dns;

/// <summary>Finds the addresses of name servers on this machine.</summary>
internal static class ServerBook
{
    private const string Configuration = "/etc/resolv.conf";
    private const int MostServers = 3;
    private const int MostLines = 1000;
    private const int Port = 53;

    /// <summary>Where a server is asked: several addresses are tried in turn.</summary>
    /// <param name="server">Name or address; null is the resolver of this machine.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationFailedException">It has no address.</exception>
    public static async Task<IReadOnlyList<IPEndPoint>> FindAsync(
        string? server,
        CancellationToken cancellation
    )
    {
        if (server is null)
            return [.. Resolvers(ReadConfiguration()).Select(a => new IPEndPoint(a, Port))];
        if (IPAddress.TryParse(server, out var address))
            return [new(address, Port)];
        try
        {
            var found = await System
                .Net.Dns.GetHostAddressesAsync(server, cancellation)
                .ConfigureAwait(false);
            return [.. found.Take(MostServers).Select(a => new IPEndPoint(a, Port))];
        }
        catch (SocketException e)
        {
            throw new OperationFailedException(
                $"the name server {server} has no address that can be found: {e.Message}",
                retryable: true,
                e
            );
        }
    }

    /// <summary>
    /// The servers that the machine is configured with; itself when with none (resolv.conf(5)).
    /// </summary>
    public static ImmutableArray<IPAddress> Resolvers(IEnumerable<string> lines)
    {
        var found = lines
            .Take(MostLines)
            .Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w is ["nameserver", _, ..])
            .Select(w => IPAddress.TryParse(w[1], out var address) ? address : null)
            .OfType<IPAddress>()
            .Take(MostServers)
            .ToImmutableArray();
        return found.Length > 0 ? found : [IPAddress.Loopback];
    }

    private static IEnumerable<string> ReadConfiguration()
    {
        try
        {
            return File.ReadLines(Configuration).Take(MostLines).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
