using System.Runtime.ExceptionServices;
using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>
/// Runs programs on the operator's machine, each in a session and process group of its own: Ctrl+C in the
/// terminal does
/// not reach them, and a program that asks for a password on the terminal fails instead of waiting unseen.
/// </summary>
/// <remarks>
/// Descriptors of this process that are inheritable are inherited. Programs outlive this process when it is
/// killed. Output
/// is read as UTF-8 with replacement characters. Linux; on macOS untested.
/// </remarks>
public sealed class LocalProcessRunner : IProcessRunner, IDetachedPrograms
{
    private static readonly TimeSpan WaitForOutput = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitForStart = TimeSpan.FromMilliseconds(2);
    private readonly string _directory;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly TimeProvider _clock;

    /// <summary>A runner for one run.</summary>
    /// <param name="directory">Full path where a program starts unless its command says otherwise: the
    /// runbook's.</param>
    /// <param name="environment">The environment programs inherit, PATH included.</param>
    /// <param name="clock">Measures <see cref="ProcessCommand.Grace"/>.</param>
    public LocalProcessRunner(
        string directory,
        IReadOnlyDictionary<string, string> environment,
        TimeProvider clock
    ) => (_directory, _environment, _clock) = (directory, environment, clock);

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var sink = command.OnLine is { } callback ? new LineSink(callback) : null;
        var output = new OutputTail(command.KeepBytes, sink is null ? null : sink.Take);
        var error = new OutputTail(command.KeepBytes, sink is null ? null : sink.Take);

        var child = Spawn.Start(RequestFor(command));
        command.OnStarted?.Invoke(child.Pid);
        output.Begin(child.Output, $"output of {child.Pid}");
        error.Begin(child.Error, $"errors of {child.Pid}");
        if (child.Input is { } input)
            SmallThread.Start(() => Write(input, command.Input!), $"input of {child.Pid}");
        var closed = Task.WhenAll(output.Finished, error.Finished);

        await child.Ended.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var wasEnded = !child.Ended.IsCompleted;
        if (wasEnded)
            await EndAsync(child, command.Grace).ConfigureAwait(false);
        var code = child.Reap();
        // A child left in the background may hold the streams open for ever; what the program wrote is
        // there long before.
        await closed
            .WaitAsync(WaitForOutput, TimeProvider.System, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sink?.Close();
        if (wasEnded)
            throw new OperationCanceledException($"'{command.Program}' was cancelled", cancellation);
        if (sink?.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return new ProcessResult(code, output.Text(), error.Text());
    }

    /// <inheritdoc/>
    public async Task StartAsync(ProcessCommand command, string folder)
    {
        if (command.Input is not null)
            throw new ArgumentException("a detached program gets no input", nameof(command));
        var detached = new DetachedFolder(folder);
        detached.Make();
        var request = RequestFor(command);
        var pid = Spawn.StartDetached(
            request with
            {
                Path = "/bin/sh",
                Arguments =
                [
                    "sh",
                    "-c",
                    DetachedFolder.Supervisor,
                    "runbook-detached",
                    folder,
                    request.Path,
                    .. command.Arguments,
                ],
            }
        );
        command.OnStarted?.Invoke(pid);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        SmallThread.Start(
            () =>
            {
                _ = Libc.WaitPid(pid, out _, 0);
                ended.SetResult();
            },
            $"reaps {pid}"
        );
        // Whoever looks before it has begun would shut it out.
        while (!detached.IsDecided && !ended.Task.IsCompleted)
            await ended
                .Task.WaitAsync(WaitForStart, TimeProvider.System, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task<ProcessResult> EndAsync(
        ProcessCommand command,
        string folder,
        CancellationToken cancellation
    ) => new DetachedRun(command, folder, _clock).EndAsync(cancellation);

    /// <inheritdoc/>
    public DetachedState Look(string folder) => new DetachedFolder(folder).Look();

    /// <summary>
    /// SIGTERM to the group, SIGKILL to what is left of it after the grace, then waits until nothing lives.
    /// </summary>
    private async Task EndAsync(ChildProcess child, TimeSpan grace)
    {
        using var graceOver = new CancellationTokenSource(grace, _clock);
        child.Signal(Libc.SignalTerminate);
        await child.Ended.WaitAsync(graceOver.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (
            child.Ended.IsCompleted
            && await ProcessGroup.WaitUntilEmptyAsync(child.Pid, graceOver.Token).ConfigureAwait(false)
        )
            return;
        child.Signal(Libc.SignalKill);
        await child.Ended.ConfigureAwait(false);
        await ProcessGroup.WaitUntilEmptyAsync(child.Pid, CancellationToken.None).ConfigureAwait(false);
    }

    private SpawnRequest RequestFor(ProcessCommand command)
    {
        var directory = Path.GetFullPath(command.Directory ?? _directory, _directory);
        if (!Directory.Exists(directory))
            throw ProgramFailure.NoDirectory(command.Program, directory);
        for (var i = 0; i < command.Arguments.Count; i++)
            if (command.Arguments[i].Contains('\0', StringComparison.Ordinal))
                throw ProgramFailure.HoldsNul(command.Program, $"argument {i + 1}");
        var environment = EnvironmentFor(command);
        var path = ProgramFinder.Find(command.Program, environment.GetValueOrDefault("PATH"), directory);
        var variables = environment.Select(v => $"{v.Key}={v.Value}").ToArray();
        return new(command.Program, path, [command.Program, .. command.Arguments], variables, directory)
        {
            HasInput = command.Input is not null,
        };
    }

    private Dictionary<string, string> EnvironmentFor(ProcessCommand command)
    {
        var environment = new Dictionary<string, string>(_environment);
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                environment.Remove(name);
            else if (value.Contains('\0', StringComparison.Ordinal))
                throw ProgramFailure.HoldsNul(command.Program, $"environment variable {name}");
            else
                environment[name] = value;
        }
        return environment;
    }

    private static void Write(Stream input, string text)
    {
        try
        {
            using (input)
                input.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // A program may end, or close its input, without having read all of it.
        }
    }
}
