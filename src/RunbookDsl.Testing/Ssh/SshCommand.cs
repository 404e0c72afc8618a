using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>One command on a real connection: its relay's sockets, and what is done for it.</summary>
internal sealed class SshCommand(SshConnection connection)
{
    private readonly TaskCompletionSource<Socket> _input = New();
    private readonly TaskCompletionSource<Socket> _output = New();
    private readonly TaskCompletionSource<Socket> _error = New();
    private readonly TaskCompletionSource<Socket> _control = New();
    private string _command = "";
    private string _step = "";
    private bool _isShell;
    private long _written;
    private long? _sentBefore;

    public async Task WelcomeAsync(string kind, Socket socket, CancellationToken cancellation)
    {
        if (kind == "C")
        {
            _isShell = (await SshRelay.FieldAsync(socket, cancellation).ConfigureAwait(false))?.Length == 0;
            _command = await SshRelay.FieldAsync(socket, cancellation).ConfigureAwait(false) ?? "";
            _step = await SshRelay.FieldAsync(socket, cancellation).ConfigureAwait(false) ?? "";
        }
        var place = kind switch
        {
            "I" => _input,
            "O" => _output,
            "E" => _error,
            _ => _control,
        };
        if (!place.TrySetResult(socket))
            socket.Dispose();
    }

    public async Task RunAsync()
    {
        try
        {
            var (output, error) = (
                await Need(_output).ConfigureAwait(false),
                await Need(_error).ConfigureAwait(false)
            );
            var input = await Need(_input).ConfigureAwait(false);
            var control = await Need(_control).ConfigureAwait(false);
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(connection.Ended);
            var reading = new NetworkStream(input, ownsSocket: false);
            var streams = new ShellStreams(reading, Writer(output), Writer(error));
            var request = new HostRequest(
                connection.Login.User,
                _isShell ? null : _command,
                streams,
                gone.Token
            )
            {
                Step = _step.Length > 0 ? _step : null,
            };
            var end = await (
                _command == SshRelay.Sftp
                    ? new SftpServer(connection.Login.Machine, request).RunAsync()
                    : new CommandRun(connection.Login.Machine, request).RunAsync()
            ).ConfigureAwait(false);
            SshConnection.Close(output);
            SshConnection.Close(error);
            // The relay has passed everything on when it says so.
            await control.ReceiveAsync(new byte[2], connection.Ended).ConfigureAwait(false);
            if (end.IsCut)
            {
                await connection
                    .CutAsync(_written == 0 ? 0 : (_sentBefore ?? 0) + _written)
                    .ConfigureAwait(false);
                return;
            }
            var how = end.Signal is { } signal
                ? $"signal {signal}\n"
                : string.Create(CultureInfo.InvariantCulture, $"exit {end.Code}\n");
            await control.SendAsync(Encoding.ASCII.GetBytes(how), connection.Ended).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection has ended under it.
        }
        finally
        {
            Close();
        }
    }

    public void Close()
    {
        foreach (var place in (ReadOnlySpan<TaskCompletionSource<Socket>>)[_input, _output, _error, _control])
            if (place.Task.IsCompletedSuccessfully)
                SshConnection.Close(place.Task.Result);
            else
                place.TrySetCanceled();
    }

    private static TaskCompletionSource<Socket> New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<Socket> Need(TaskCompletionSource<Socket> place) => place.Task.WaitAsync(connection.Ended);

    private CallOutput Writer(Socket socket) =>
        new(async bytes =>
        {
            _sentBefore ??= connection.Sent;
            _written += bytes.Length;
            try
            {
                for (var at = 0; at < bytes.Length; )
                    at += await socket.SendAsync(bytes[at..], connection.Ended).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Nobody reads it any more; the program does not mind.
            }
        });
}
