using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// The port of operations to the machines of a rehearsal, without a process in between. Connections are kept
/// as the real client keeps its own: one for each user of each host, until it is cut.
/// </summary>
internal sealed class StraightHosts(SshRealm realm) : IRemoteHosts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _connections = new(StringComparer.Ordinal);

    public async Task<RemoteResult> RunAsync(RemoteCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellation.ThrowIfCancellationRequested();
        var machine = Find(command.Host);
        var user = command.User ?? machine.Spec.DefaultUser;
        var name = $"{user}@{machine.Name}";
        if (command.IsNewConnection)
            await OpenAsync(machine, name, user, cancellation).ConfigureAwait(false);
        else
            await ConnectAsync(machine, name, user, cancellation).ConfigureAwait(false);
        using var lines = new RemoteLines(command.OnLine);
        var (output, error) = (
            new KeptOutput(command.KeepBytes, lines),
            new KeptOutput(command.KeepBytes, lines)
        );
        var input = new MemoryStream(Encoding.UTF8.GetBytes(command.Input ?? ""));
        var request = new HostRequest(user, command.Text, new(input, output, error), cancellation);
        var end = await new CommandRun(machine, request).RunAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (end.IsCut)
        {
            lock (_gate)
                _connections.Remove(name);
            await ShellRun
                .SayAsync(error, $"Connection to {machine.Name} closed by remote host.\n")
                .ConfigureAwait(false);
        }
        return new(
            end.IsCut || end.Signal is not null ? RemoteResult.Lost : end.Code,
            output.Text,
            error.Text
        );
    }

    private HostMachine Find(string host)
    {
        if (realm.Find(host) is { } machine)
            return machine;
        var text =
            $"the world has no host '{host}'{Nearest.Suggest(host, realm.Machines.Select(m => m.Name))}";
        realm.Stage.Blame(Findings.Outside, $"ssh: {text}");
        throw new OperationFailedException(
            $"{text}: add Host(\"{host}\") to the world file. Nothing was done."
        );
    }

    private async Task ConnectAsync(
        HostMachine machine,
        string name,
        string user,
        CancellationToken cancellation
    )
    {
        lock (_gate)
            if (
                _connections.TryGetValue(name, out var boot)
                && boot == machine.Boots
                && !machine.Boot.IsCancellationRequested
            )
                return;
        await OpenAsync(machine, name, user, cancellation).ConfigureAwait(false);
        lock (_gate)
            _connections[name] = machine.Boots;
    }

    private async Task OpenAsync(
        HostMachine machine,
        string name,
        string user,
        CancellationToken cancellation
    )
    {
        var outcome = await realm.ConnectAsync(machine, user, cancellation).ConfigureAwait(false);
        if (outcome == ConnectOutcome.Open)
            return;
        var (why, isRetryable) = outcome switch
        {
            ConnectOutcome.WrongKey => ("Host key verification failed.", false),
            ConnectOutcome.NotAllowed => ($"{name}: Permission denied (publickey).", false),
            _ => ($"ssh: connect to host {machine.Name} port 22: Connection refused", true),
        };
        throw new OperationFailedException(
            $"cannot connect to {machine.Name}: {why} Nothing was done.",
            isRetryable
        );
    }

    private sealed class KeptOutput(int most, RemoteLines lines) : HostOutput
    {
        private readonly List<byte> _kept = [];

        public string Text => Encoding.UTF8.GetString([.. _kept]);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
        {
            _kept.AddRange(bytes.Span);
            if (_kept.Count > most)
                _kept.RemoveRange(0, _kept.Count - most);
            lines.Take(bytes.Span);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class RemoteLines(Action<string>? onLine) : IDisposable
    {
        private readonly List<byte> _line = [];

        public void Take(ReadOnlySpan<byte> bytes)
        {
            foreach (var one in bytes)
                if (one == '\n')
                    End();
                else
                    _line.Add(one);
        }

        public void Dispose()
        {
            if (_line.Count > 0)
                End();
        }

        private void End()
        {
            onLine?.Invoke(Encoding.UTF8.GetString([.. _line]).TrimEnd('\r'));
            _line.Clear();
        }
    }
}
