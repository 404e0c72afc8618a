namespace RunbookDsl.Hosts.SshNet;

/// <summary>
/// Runs commands over SSH inside this process, with SSH.NET: one connection for each user of each host, which
/// further commands share.
/// </summary>
/// <remarks>
/// Where the <c>ssh</c> program is there it is asked how it understands its configuration (<c>ssh -G</c>);
/// without it the usual places count. Only keys in files without a passphrase log in. Never asks for
/// anything; a host key that is not known is refused.
/// </remarks>
public sealed class SshNetHosts : IRemoteHosts, IAsyncDisposable
{
    private readonly Dictionary<(string Host, string? User), Shared> _shared = [];
    private readonly Lock _gate = new();
    private readonly RouteFinder _routes;

    /// <summary>A client for one process.</summary>
    /// <param name="processes">Starts <c>ssh -G</c>, and nothing else.</param>
    /// <param name="home">Full path of the operator's home, where <c>.ssh</c> is.</param>
    public SshNetHosts(IProcessRunner processes, string home) => _routes = new(processes, home);

    /// <inheritdoc/>
    public async Task<RemoteResult> RunAsync(RemoteCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellation.ThrowIfCancellationRequested();
        if (!command.IsNewConnection)
        {
            var line = await SharedAsync(command, cancellation).ConfigureAwait(false);
            return await new SentCommand(line.Client, command).RunAsync(cancellation).ConfigureAwait(false);
        }
        var own = await OpenAsync(command, command.Identity, cancellation).ConfigureAwait(false);
        await using (own.ConfigureAwait(false))
            return await new SentCommand(own.Client, command).RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        Shared[] all;
        lock (_gate)
        {
            all = [.. _shared.Values];
            _shared.Clear();
        }
        foreach (var shared in all)
        {
            if (shared.Line is { } line)
                await line.DisposeAsync().ConfigureAwait(false);
            shared.Gate.Dispose();
        }
    }

    private async Task<SshLine> SharedAsync(RemoteCommand command, CancellationToken cancellation)
    {
        Shared? shared;
        lock (_gate)
            if (!_shared.TryGetValue((command.Host, command.User), out shared))
                _shared[(command.Host, command.User)] = shared = new();
        await shared.Gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (shared.Line is { Client.IsConnected: true } open)
                return open;
            if (shared.Line is { } broken)
            {
                shared.Line = null;
                await broken.DisposeAsync().ConfigureAwait(false);
            }
            return shared.Line = await OpenAsync(command, null, cancellation).ConfigureAwait(false);
        }
        finally
        {
            shared.Gate.Release();
        }
    }

    private async Task<SshLine> OpenAsync(
        RemoteCommand command,
        string? identity,
        CancellationToken cancellation
    )
    {
        var hops = await _routes.FindAsync(command.Host, command.User, cancellation).ConfigureAwait(false);
        if (identity is not null)
            hops[^1] = hops[^1] with { Identities = [identity] };
        return await SshLine.OpenAsync(command.Host, hops, cancellation).ConfigureAwait(false);
    }

    private sealed class Shared
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public SshLine? Line { get; set; }
    }
}
