using System.Runtime.ExceptionServices;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace RunbookDsl.Hosts.SshNet;

/// <summary>One command over an open connection, to its end.</summary>
internal sealed class SentCommand
{
    private static readonly TimeSpan WaitForOutput = TimeSpan.FromSeconds(1);
    private readonly SshClient _client;
    private readonly RemoteCommand _command;
    private readonly LineSink? _sink;
    private readonly OutputTail _output;
    private readonly OutputTail _error;
    private Exception? _inputFailure;

    public SentCommand(SshClient client, RemoteCommand command)
    {
        (_client, _command) = (client, command);
        _sink = command.OnLine is { } callback ? new LineSink(callback) : null;
        _output = new(command.KeepBytes, _sink is null ? null : _sink.Take);
        _error = new(command.KeepBytes, _sink is null ? null : _sink.Take);
    }

    public async Task<RemoteResult> RunAsync(CancellationToken cancellation)
    {
        var hasInput = !string.IsNullOrEmpty(_command.Input);
        SshCommand sent;
        try
        {
            sent = _client.CreateCommand(hasInput ? _command.Text : WithoutInput(_command.Text));
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw new OperationFailedException(
                $"cannot connect to {_command.Host}: {e.Message} Nothing was done.",
                retryable: true
            );
        }
        using (sent)
        {
            // Opens a channel, and waits for the answer on the thread that asks.
            var running = Task.Run(() => Begin(sent, hasInput), CancellationToken.None);
            await running.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!running.IsCompleted)
            {
                await Task.Run(() => Cancel(sent), CancellationToken.None).ConfigureAwait(false);
                _sink?.Close();
                throw new OperationCanceledException(
                    $"a command on {_command.Host} was cancelled",
                    cancellation
                );
            }
            return await ResultAsync(sent, running).ConfigureAwait(false);
        }
    }

    // The library ends an input only when it had at least one byte. The shell makes room for another one, so
    // that a signal that ends the command is still seen.
    private static string WithoutInput(string text) =>
        $"exec sh -c '{text.Replace("'", "'\\''", StringComparison.Ordinal)}' </dev/null";

    private Task Begin(SshCommand sent, bool hasInput)
    {
        var running = sent.ExecuteAsync(CancellationToken.None);
        _output.Begin(sent.OutputStream, "output over ssh");
        _error.Begin(sent.ExtendedOutputStream, "errors over ssh");
        if (hasInput)
            SmallThread.Start(() => Write(sent), "input over ssh");
        return running;
    }

    private async Task<RemoteResult> ResultAsync(SshCommand sent, Task running)
    {
        var broken = running.Exception?.GetBaseException();
        if (broken is not null && !IsBroken(broken))
            ExceptionDispatchInfo.Throw(broken);
        await Task.WhenAll(_output.Finished, _error.Finished)
            .WaitAsync(WaitForOutput, TimeProvider.System, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _sink?.Close();
        if (_sink?.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        if (broken is null && sent.ExitStatus is { } code && _inputFailure is null)
            return new(code, _output.Text(), _error.Text());
        var why =
            broken is not null ? $"Connection to {_command.Host} closed: {broken.Message}"
            : _inputFailure is { } input ? $"Not all of the input arrived: {input.Message}"
            : sent.ExitSignal is { Length: > 0 } signal ? $"Signal {signal} ended it."
            : $"Connection to {_command.Host} closed: nobody said how it ended.";
        return new(RemoteResult.Lost, _output.Text(), $"{_error.Text()}{why}\n");
    }

    // An input that broke off is never ended: what arrived must not pass for all of it.
    private void Write(SshCommand sent)
    {
        try
        {
            var stream = sent.CreateInputStream();
            stream.Write(Encoding.UTF8.GetBytes(_command.Input!));
            stream.Dispose();
        }
        catch (Exception e) when (IsBroken(e) || e is NullReferenceException)
        {
            // A program may end, or close its input, without having read all of it.
            if (sent.ExitStatus is null && sent.ExitSignal is null)
                _inputFailure = e;
        }
    }

    private static void Cancel(SshCommand sent)
    {
        try
        {
            sent.CancelAsync();
        }
        catch (Exception e) when (IsBroken(e))
        {
            // It has ended, or its connection has.
        }
    }

    private static bool IsBroken(Exception e) =>
        e
            is SshException
                or IOException
                or ObjectDisposedException
                or InvalidOperationException
                or System.Net.Sockets.SocketException;
}
