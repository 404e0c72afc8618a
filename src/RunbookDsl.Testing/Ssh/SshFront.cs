using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// What programs of one rehearsal find: a configuration, known hosts and a key of its own, programs that use
/// them, and a port for each user of each host. Nothing is started before somebody connects.
/// </summary>
internal sealed class SshFront : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Socket> _doors = [];
    private readonly List<Task> _accepting = [];
    private readonly Lock _gate = new();
    private readonly List<Task> _serving = [];
    private readonly SshRealm _realm;
    private readonly SshFamily _family;
    private readonly string _folder;

    private SshFront(SshRealm realm, SshFamily family)
    {
        (_realm, _family) = (realm, family);
        _folder = Path.Combine(realm.Stage.Directory, "ssh");
    }

    /// <summary>Opens the doors and says how programs get to them.</summary>
    public static SshFront? Open(SshRealm realm, SshFamily family, Surroundings surroundings)
    {
        if (SshPrograms.Find(family.Environment, out var missing) is not { } programs)
        {
            foreach (var program in (string[])["ssh", "scp", "sftp"])
                surroundings.Program(program, $"echo {ShellQuote.Of(missing)} >&2\nexit 255\n");
            return null;
        }
        var front = new SshFront(realm, family);
        front.Write(programs);
        var ssh = ShellQuote.Of(Path.Combine(front._folder, "ssh"));
        surroundings.Program("ssh", $"exec {ssh} \"$@\"\n");
        surroundings.Program("scp", $"exec \"$REAL\" -S {ssh} \"$@\"\n");
        surroundings.Program("sftp", $"exec \"$REAL\" -S {ssh} \"$@\"\n");
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        foreach (var door in _doors)
            door.Dispose();
        Task[] serving;
        lock (_gate)
            serving = [.. _serving];
        await Task.WhenAll([.. _accepting, .. serving])
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private void Write(SshPrograms programs)
    {
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(_folder, Mine | UnixFileMode.UserExecute);
        var stage = _realm.Stage;
        stage.Tokens.Name(_family.WrongKey.Fingerprint, "hostkey", "wrong");
        stage.Tokens.Name(_family.HostKey.Fingerprint, "hostkey", "right");
        var (config, known, ports) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var machine in _realm.Machines)
        {
            var names = string.Join(' ', machine.Spec.Addresses.Prepend(machine.Name));
            config.Append(
                CultureInfo.InvariantCulture,
                $"Host {names}\n  HostKeyAlias {machine.Name}\n  User {machine.Spec.DefaultUser}\n"
            );
            known.Append(CultureInfo.InvariantCulture, $"{machine.Name} {_family.HostKey.Public}\n");
            foreach (var user in machine.Spec.Users.Select(u => u.Name).DefaultIfEmpty("root"))
                ports.Append(
                    CultureInfo.InvariantCulture,
                    $"  '{machine.Name} {user}') port={Open(machine, user)} ;;\n"
                );
            ports.Append(
                CultureInfo.InvariantCulture,
                $"  '{machine.Name} '*) port={Open(machine, null)} ;;\n"
            );
        }
        config.Append(SshClientFiles.Common(_folder));
        var key = Path.Combine(_folder, "key");
        using (File.OpenHandle(key, FileMode.CreateNew, FileAccess.Write, preallocationSize: 0))
            File.SetUnixFileMode(key, Mine);
        File.WriteAllText(key, _family.UserKey.Private);
        File.WriteAllText(Path.Combine(_folder, "known_hosts"), known.ToString());
        File.WriteAllText(Path.Combine(_folder, "config"), config.ToString());
        var wrapper = Path.Combine(_folder, "ssh");
        File.WriteAllText(
            wrapper,
            SshClientFiles.Wrapper(
                _folder,
                programs.Client,
                programs.Account.Name,
                ports.ToString(),
                OpenOutside()
            )
        );
        File.SetUnixFileMode(wrapper, Mine | UnixFileMode.UserExecute);
    }

    private int Open(HostMachine machine, string? user)
    {
        var name = user is null ? machine.Name : $"{user}@{machine.Name}";
        return Door($"ssh-{name}", socket => ServeAsync(socket, machine, user));
    }

    private int OpenOutside() =>
        Door(
            "ssh-outside",
            socket =>
            {
                SshConnection.Close(socket);
                var file = Path.Combine(_folder, "outside");
                foreach (var host in File.Exists(file) ? File.ReadAllLines(file) : [])
                    _realm.Stage.Blame(
                        Findings.Outside,
                        $"ssh: the world has no host '{host}'"
                            + Nearest.Suggest(host, _realm.Machines.Select(m => m.Name))
                    );
                return Task.CompletedTask;
            }
        );

    private int Door(string name, Func<Socket, Task> serve)
    {
        var door = SshServer.Listen();
        _doors.Add(door);
        _accepting.Add(AcceptAsync(door, serve));
        var port = ((IPEndPoint)door.LocalEndPoint!).Port;
        _realm.Stage.Tokens.Name(port.ToString(CultureInfo.InvariantCulture), "port", name);
        return port;
    }

    private async Task AcceptAsync(Socket door, Func<Socket, Task> serve)
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await door.AcceptAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (Exception e)
                when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            lock (_gate)
            {
                _serving.RemoveAll(t => t.IsCompleted);
                _serving.Add(serve(client));
            }
        }
    }

    private async Task ServeAsync(Socket client, HostMachine machine, string? user)
    {
        // Not on the thread that accepts: bringing sshd up takes a while.
        await Task.Yield();
        using (client)
            try
            {
                using var gone = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
                var outcome = await _realm
                    .ConnectAsync(machine, user ?? "", gone.Token)
                    .ConfigureAwait(false);
                if (outcome != ConnectOutcome.Refused)
                    await _family
                        .Server()
                        .ServeAsync(
                            client,
                            new(machine, user ?? machine.Spec.DefaultUser),
                            outcome,
                            gone.Token
                        )
                        .ConfigureAwait(false);
            }
            catch (Exception e)
                when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client, the machine or the rehearsal has gone.
            }
            catch (WorldException e)
            {
                _realm.Stage.Blame(Findings.Engine, $"{machine.Name}: {e.Message}");
            }
            finally
            {
                SshConnection.Close(client);
            }
    }
}
