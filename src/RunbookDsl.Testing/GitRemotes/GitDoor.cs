using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// Where the hooks of a repository ask before and tell after a push: faults strike here. The repository's
/// own <c>git</c> does everything else.
/// </summary>
internal sealed class GitDoor : IAsyncDisposable
{
    private const int MostLines = 200;
    private const string Go = "go";
    private const string Die = "die";
    private readonly GitRemoteSpec _spec;
    private readonly Stage _stage;
    private readonly string _folder;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, CallTicket> _open = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private Task _accepting = Task.CompletedTask;

    public GitDoor(GitRemoteSpec spec, Stage stage, string folder) =>
        (_spec, _stage, _folder) = (spec, stage, folder);

    public void Open()
    {
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var hooks = Path.Combine(_folder, "hooks");
        Directory.CreateDirectory(hooks);
        foreach (var moment in (string[])["pre", "post"])
        {
            var file = Path.Combine(hooks, $"{moment}-receive");
            File.WriteAllText(file, Hook(moment, port));
            File.SetUnixFileMode(
                file,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        foreach (var ticket in _open.Values)
            ticket.Dispose();
        _ending.Dispose();
    }

    // The hook's parent is the receiving git: killed, it answers nothing, as a line that was cut.
    private static string Hook(string moment, string port) =>
        $"""
            #!/bin/bash
            exec 3<>/dev/tcp/127.0.0.1/{port} || exit 1
            printf '%s\n' "{moment} $PPID" "${"{RUNBOOK_STEP-}"}" >&3
            cat >&3
            printf '\n' >&3
            read -r answer rest <&3
            case $answer in
                go) exit 0 ;;
                refuse) echo "$rest" >&2; exit 1 ;;
            esac
            kill -9 $PPID
            exit 1

            """;

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(
                    ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token).ConfigureAwait(false))
                );
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                var head = await reader.ReadLineAsync(_ending.Token).ConfigureAwait(false) ?? "";
                var step = await reader.ReadLineAsync(_ending.Token).ConfigureAwait(false) ?? "";
                var changes = new List<string>();
                while (
                    changes.Count < MostLines
                    && await reader.ReadLineAsync(_ending.Token).ConfigureAwait(false) is { Length: > 0 } line
                )
                    changes.Add(line);
                var push = head[(head.IndexOf(' ', StringComparison.Ordinal) + 1)..];
                var answer = head.StartsWith("pre ", StringComparison.Ordinal)
                    ? await BeforeAsync(push, step, changes).ConfigureAwait(false)
                    : await AfterAsync(push, changes).ConfigureAwait(false);
                await stream
                    .WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), _ending.Token)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException) { }
    }

    private async Task<string> BeforeAsync(string push, string step, List<string> changes)
    {
        foreach (var change in changes)
            if (change.Split(' ') is [_, var to, var name] && to.Trim('0').Length > 0)
                _stage.Tokens.Number(
                    to,
                    name.StartsWith("refs/tags/", StringComparison.Ordinal) ? "tag" : "commit"
                );
        var subject = string.Join(' ', changes.Select(RefOf));
        var ticket = _stage.Enter(
            new WorldCall(_spec.Name, "push", IsChange: true)
            {
                Subject = subject,
                Step = step.Length > 0 ? step : null,
                Text = $"push {subject}",
                IsSeenInState = true,
            }
        );
        // A push that comes twice is one push.
        if (ticket.BeforeEffect is { Kind: not FaultKind.Duplicate } fault)
            using (ticket)
                return await FailAsync(ticket, fault).ConfigureAwait(false);
        // The program that pushes keeps time where it is.
        ticket.LetTimePass();
        _open[push] = ticket;
        return Go;
    }

    private async Task<string> AfterAsync(string push, List<string> changes)
    {
        if (!_open.TryRemove(push, out var ticket))
            return Go;
        using (ticket)
        {
            await KeepAsync().ConfigureAwait(false);
            ticket.Applied(
                string.Join(", ", changes.Select(c => Side(c, 0))),
                string.Join(", ", changes.Select(c => Side(c, 1)))
            );
            if (ticket.AfterEffect is { Kind: not FaultKind.Duplicate } fault)
                return await FailAsync(ticket, fault).ConfigureAwait(false);
            ticket.Answered("ok");
            return Go;
        }
    }

    // Sites that are made of the repository show it from now on.
    private async Task KeepAsync()
    {
        var git = new GitProgram(_stage.Environment);
        var files = await GitContents.FilesAsync(git, _folder, _ending.Token).ConfigureAwait(false);
        _stage.Shared(() => new GitBook()).Keep(_spec.Name, files);
    }

    private async Task<string> FailAsync(CallTicket ticket, FaultAction fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Error or FaultKind.RateLimited:
                ticket.Answered("refused");
                return $"refuse {fault.Code ?? "injected failure"}";
            case FaultKind.Hang:
                try
                {
                    await ticket.HangAsync(_ending.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    return Die;
                }
                return Die;
            default:
                ticket.Answered("cut off");
                return Die;
        }
    }

    private static string RefOf(string change) =>
        change.Split(' ') is [_, _, var name]
            ? name.Replace("refs/heads/", "").Replace("refs/tags/", "tag ")
            : change;

    private static string Side(string change, int side) =>
        change.Split(' ') is [var from, var to, _]
            ? $"{RefOf(change)} {Word(side == 0 ? from : to, side == 0 ? "before" : "pushed")}"
            : change;

    // Git writes zeros for what is not there.
    private static string Word(string commit, string word) => commit.Trim('0').Length == 0 ? "absent" : word;
}
