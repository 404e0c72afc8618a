using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RunbookDsl.Testing;

/// <summary>
/// Real sshd processes, one for each connection (<c>sshd -i</c>), as an ordinary user. Each gets a socket
/// back to us as its connection, and each of its commands runs a small relay that connects back, too. When
/// our process ends, however it ends, the sockets close, and with them everything ends.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    // The token tells which connection it is; everything that varies is a positional argument.
    private const string Starter = """
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf 'S\0%s\0' "$2" >&3
        shift 2
        exec "$@" <&3 >&3 2>/dev/null 3>&-
        """;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, SshConnection> _connections = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SshFamily _family;
    private readonly SshPrograms _programs;
    private readonly FolderKeeper _folder;
    private readonly Socket _back;
    private readonly Task _accepting;
    private int _number;

    private SshServer(SshFamily family, SshPrograms programs, FolderKeeper folder)
    {
        (_family, _programs, _folder, _back) = (family, programs, folder, Listen());
        _accepting = AcceptAsync();
    }

    private int Port => ((IPEndPoint)_back.LocalEndPoint!).Port;

    public static SshServer Start(SshFamily family)
    {
        var programs =
            SshPrograms.Find(family.Environment, out var missing) ?? throw new WorldException(missing);
        var folder = FolderKeeper.Start(family.Environment);
        var path = folder.Path;
        File.WriteAllText(Path.Combine(path, "relay"), SshRelay.Script);
        File.WriteAllText(Path.Combine(path, "config"), Configuration(path));
        Key(Path.Combine(path, "host"), family.HostKey, programs.Account.User);
        Key(Path.Combine(path, "wrong"), family.WrongKey, programs.Account.User);
        programs.Account.User.Own(path);
        return new(family, programs, folder);
    }

    public static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(128);
        return socket;
    }

    /// <summary>Serves one client until one of both sides ends.</summary>
    /// <param name="client">Its socket; closed at the end.</param>
    /// <param name="host">The machine and who logs in.</param>
    /// <param name="outcome">Open, or the way in which it will not come about.</param>
    /// <param name="gone">Fires when the rehearsal ends.</param>
    public async Task ServeAsync(Socket client, SshLogin host, ConnectOutcome outcome, CancellationToken gone)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var keys = Path.Combine(_folder.Path, $"keys-{Interlocked.Increment(ref _number)}");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            gone,
            _closing.Token,
            host.Machine.Boot
        );
        var connection = new SshConnection(client, host, ended);
        _connections[token] = connection;
        try
        {
            var allowed = outcome == ConnectOutcome.NotAllowed ? "" : host.AuthorizedKeys(_family.UserKey);
            await File.WriteAllTextAsync(keys, allowed, ended.Token).ConfigureAwait(false);
            _programs.Account.User.Own(keys);
            using var process = Process.Start(Command(token, keys, outcome))!;
            process.StandardInput.Close();
            var exit = process.WaitForExitAsync(CancellationToken.None);
            await connection.RunAsync(exit).ConfigureAwait(false);
            if (
                await Task.WhenAny(exit, Task.Delay(EndLimit, TimeProvider.System, CancellationToken.None))
                    .ConfigureAwait(false) != exit
            )
                process.Kill(entireProcessTree: true);
        }
        finally
        {
            _connections.TryRemove(token, out _);
            await connection.DisposeAsync().ConfigureAwait(false);
            File.Delete(keys);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _back.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _folder.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _back.AcceptAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (Exception e)
                when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = WelcomeAsync(socket);
        }
    }

    // Whoever does not know a token of ours is nobody of ours.
    private async Task WelcomeAsync(Socket socket)
    {
        socket.NoDelay = true;
        try
        {
            using var limit = new CancellationTokenSource(EndLimit, TimeProvider.System);
            var kind = await SshRelay.FieldAsync(socket, limit.Token).ConfigureAwait(false);
            var token = await SshRelay.FieldAsync(socket, limit.Token).ConfigureAwait(false);
            if (token is not null && kind is not null && _connections.TryGetValue(token, out var connection))
                await connection.WelcomeAsync(kind, socket, limit.Token).ConfigureAwait(false);
            else
                socket.Dispose();
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }

    private ProcessStartInfo Command(string token, string keys, ConnectOutcome outcome)
    {
        var path = _folder.Path;
        var port = Port.ToString(CultureInfo.InvariantCulture);
        string[] shell = [_programs.Shell, "--noprofile", "--norc"];
        return Tool.Command(
            [
                .. _programs.Account.User.Prefix,
                .. shell,
                "-c",
                Starter,
                "runbook-sshd",
                port,
                token,
                _programs.Server,
                "-i",
                "-f",
                Path.Combine(path, "config"),
                "-E",
                Path.Combine(path, "log"),
                "-h",
                Path.Combine(path, outcome == ConnectOutcome.WrongKey ? "wrong" : "host"),
                "-o",
                $"AuthorizedKeysFile={keys}",
                "-o",
                $"ForceCommand=exec {string.Join(' ', shell)} {path}/relay {port} {token}",
            ],
            path,
            ServerEnvironment.Of(_family.Environment)
        );
    }

    // The fast key exchange: the client's own first choice takes a hundred times as long, each time.
    private static string Configuration(string path) =>
        $"""
            PidFile none
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            KexAlgorithms curve25519-sha256
            AcceptEnv RUNBOOK_STEP
            SetEnv HOME={path}
            Subsystem sftp {SshRelay.Sftp}
            AllowTcpForwarding no
            AllowStreamLocalForwarding no
            AllowAgentForwarding no
            X11Forwarding no
            PermitTTY no
            PermitUserRC no
            PrintMotd no
            PrintLastLog no
            MaxSessions 100

            """;

    private static void Key(string path, SshKeyPair key, ServerUser user)
    {
        using (
            var file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            )
        )
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.Private));
        user.Own(path);
    }
}
