using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>
/// Runs commands with the operator's own <c>ssh</c>, one connection for each user of each host, which further
/// commands share.
/// </summary>
/// <remarks>
/// The connection is made before a command is sent, by a program of its own: only so is a refused connection,
/// where nothing happened, told from a broken one, where nobody knows. It lives for a while after the last
/// command, and belongs to no step. Never asks for anything; a host key that is not known is refused.
/// </remarks>
public sealed class OpenSshHosts : IRemoteHosts
{
    private const int IdleSeconds = 30;
    private const int ConnectSeconds = 15;
    private const UnixFileMode Private =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly Dictionary<string, SemaphoreSlim> _gates = [];
    private readonly Lock _gate = new();
    private readonly IProcessRunner _processes;
    private readonly string _sockets;
    private int _alone;

    /// <summary>A client for one process.</summary>
    /// <param name="processes">Starts <c>ssh</c>.</param>
    /// <param name="sockets">Full path of a folder for the shared connections; made, private to its user. At
    /// most 60 characters, for a socket's name has to be short.</param>
    public OpenSshHosts(IProcessRunner processes, string sockets) =>
        (_processes, _sockets) = (processes, sockets);

    /// <inheritdoc/>
    public async Task<RemoteResult> RunAsync(RemoteCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var socket = SocketOf(command);
        if (command.IsNewConnection)
            return await AloneAsync(command, socket, cancellation).ConfigureAwait(false);
        await ConnectAsync(command, socket, cancellation).ConfigureAwait(false);
        return await SendAsync(command, socket, cancellation).ConfigureAwait(false);
    }

    private async Task<RemoteResult> SendAsync(
        RemoteCommand command,
        string socket,
        CancellationToken cancellation
    )
    {
        var runner = command.Processes ?? _processes;
        var result = await runner
            .RunAsync(
                new ProcessCommand(
                    "ssh",
                    [.. Options(command, socket), "-T", "--", command.Host, command.Text]
                )
                {
                    Input = command.Input,
                    OnLine = command.OnLine,
                    KeepBytes = command.KeepBytes,
                },
                cancellation
            )
            .ConfigureAwait(false);
        return new(result.ExitCode, result.Output, result.Error);
    }

    // A master of its own, so that a refused connection is told from a broken one here, too.
    private async Task<RemoteResult> AloneAsync(
        RemoteCommand command,
        string shared,
        CancellationToken cancellation
    )
    {
        var number = Interlocked.Increment(ref _alone);
        var socket = string.Create(CultureInfo.InvariantCulture, $"{shared}-{number}");
        try
        {
            await ConnectAsync(command, socket, cancellation).ConfigureAwait(false);
            return await SendAsync(command, socket, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (File.Exists(socket))
                await SshAsync(command, socket, ["-O", "exit"], CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
                _gates.Remove(socket);
        }
    }

    private async Task ConnectAsync(RemoteCommand command, string socket, CancellationToken cancellation)
    {
        SemaphoreSlim gate;
        lock (_gate)
            if (!_gates.TryGetValue(socket, out gate!))
                _gates[socket] = gate = new SemaphoreSlim(1);
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!OperatingSystem.IsWindows())
                Directory.CreateDirectory(_sockets, Private);
            if (File.Exists(socket))
            {
                if (await IsOpenAsync(socket, cancellation).ConfigureAwait(false))
                    return;
                File.Delete(socket);
            }
            var made = await SshAsync(command, socket, ["-M", "-N", "-f"], cancellation)
                .ConfigureAwait(false);
            if (made.ExitCode != 0)
                throw new OperationFailedException(
                    $"cannot connect to {command.Host}: {made.Error.Trim().ReplaceLineEndings(" ")} Nothing was done.",
                    retryable: IsPassing(made.Error)
                );
        }
        finally
        {
            gate.Release();
        }
    }

    // What `ssh -O check` would tell, without a process for every command.
    private static async Task<bool> IsOpenAsync(string socket, CancellationToken cancellation)
    {
        using var door = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await door.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Task<ProcessResult> SshAsync(
        RemoteCommand command,
        string socket,
        string[] what,
        CancellationToken cancellation
    ) =>
        _processes.RunAsync(
            new ProcessCommand("ssh", [.. Options(command, socket), .. what, "--", command.Host]),
            cancellation
        );

    private static string[] Options(RemoteCommand command, string socket) =>
        [
            "-o",
            $"ControlPath={socket.Replace("%", "%%", StringComparison.Ordinal)}",
            "-o",
            $"ControlPersist={IdleSeconds}",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={ConnectSeconds}"),
            "-o",
            "ServerAliveInterval=15",
            "-o",
            "ServerAliveCountMax=3",
            .. command.User is { } user ? ["-l", user] : Array.Empty<string>(),
            .. command is { IsNewConnection: true, Identity: { } key }
                ? ["-i", key, "-o", "IdentitiesOnly=yes"]
                : Array.Empty<string>(),
        ];

    // A wrong host key or a refused login stays as it is; a host that does not answer may come back.
    private static bool IsPassing(string error) =>
        !error.Contains("verification failed", StringComparison.Ordinal)
        && !error.Contains("Permission denied", StringComparison.Ordinal)
        && !error.Contains("Could not resolve", StringComparison.Ordinal);

    private string SocketOf(RemoteCommand command)
    {
        var whom = Encoding.UTF8.GetBytes($"{command.User}@{command.Host}");
        var name = Convert.ToHexStringLower(SHA256.HashData(whom))[..12];
        return Path.Combine(_sockets, $"{Environment.ProcessId}-{name}");
    }
}
