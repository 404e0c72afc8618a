namespace RunbookDsl.Hosts.Tests.Ssh;

/// <summary>A step whose only host is a real POSIX shell on this machine.</summary>
internal sealed class StepOverSsh(Machine machine) : StepContext, IRemoteHosts
{
    public Dictionary<string, string> SecretValues { get; } = [];

    public List<RemoteCommand> Commands { get; } = [];

    public List<string> Reported { get; } = [];

    /// <summary>What the client says in place of the shell; null asks the shell.</summary>
    public RemoteResult? Instead { get; set; }

    /// <summary>How many characters of the input arrive; null is all.</summary>
    public int? CutsInputAt { get; set; }

    /// <summary>Who takes connections of their own; null is the shell.</summary>
    public IRemoteHosts? Anew { get; set; }

    /// <summary>What was captured before the change.</summary>
    public Captured? Known { get; set; }

    /// <summary>Whether an earlier attempt was begun.</summary>
    public bool Doubt { get; set; }

    public override string RunId => "run-1";

    public override string StepId => "step";

    public override int Attempt => 1;

    public override string IdempotencyKey => "run-1/step";

    public override long Fence => 1;

    public override string? Handle => null;

    public override string RunDirectory => machine.Folder;

    public override DateTimeOffset FirstStartedAt => DateTimeOffset.UnixEpoch;

    public override bool IsInDoubt => Doubt;

    public override CancellationToken Cancellation => default;

    public override TimeProvider Clock => TimeProvider.System;

    public override string Directory => machine.Folder;

    public override Captured? Before => Known;

    public override object? Result => null;

    public async Task<RemoteResult> RunAsync(RemoteCommand command, CancellationToken cancellation)
    {
        Commands.Add(command);
        if (Instead is not null)
            return Instead;
        if (command.IsNewConnection && Anew is not null)
            return await Anew.RunAsync(command, cancellation);
        var shell = new ProcessCommand("sh", ["-c", command.Text])
        {
            Input = CutsInputAt is { } most ? command.Input?[..most] : command.Input,
            Directory = machine.Folder,
            OnLine = command.OnLine,
        };
        var result = await machine.Runner.RunAsync(shell, cancellation);
        return new(result.ExitCode, result.Output, result.Error);
    }

    public override T Read<T>(Output<T> output) => throw new NotSupportedException();

    public override string Reveal(SecretReference secret) => SecretValues[secret.Name];

    public override void Redact(string value) { }

    public override void Report(StepProgress progress) => Reported.Add(progress.Text);

    public override void Note(string evidence) { }

    public override Task<Answer> AskAsync(Question question, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public override Task StartedAsync(string handle) => throw new NotSupportedException();

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public override StepContext Of(string stepId) => throw new NotSupportedException();

    public override T Port<T>() =>
        typeof(T) == typeof(IRemoteHosts) ? (T)(object)this : (T)(object)machine.Runner;
}
