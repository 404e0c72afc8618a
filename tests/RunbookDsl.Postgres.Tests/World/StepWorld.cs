using RunbookDsl.Hosts;

namespace RunbookDsl.Postgres.Tests;

/// <summary>A step's context over real ports, with what an engine would have journaled set by hand.</summary>
internal sealed class StepWorld : StepContext
{
    private readonly List<StepProgress> _progress = [];
    private readonly IProcessRunner _runner;

    public StepWorld(string directory, string run = "r1", string step = "step")
    {
        (Directory, RunId, StepId) = (directory, run, step);
        FirstStartedAt = Clock.GetUtcNow();
        Commands = new RecordingRunner(
            new LocalProcessRunner(directory, Server.Environment, TimeProvider.System)
        );
        _runner = Commands;
    }

    public override string RunId { get; }
    public override string StepId { get; }
    public override int Attempt => AttemptNumber;
    public override string IdempotencyKey => $"{RunId}/{StepId}";
    public override long Fence => 1;

    public override string? Handle => null;

    public override string RunDirectory => Directory;

    public override DateTimeOffset FirstStartedAt { get; }
    public override bool IsInDoubt => InDoubt;
    public override CancellationToken Cancellation => default;
    public override TimeProvider Clock => TimeProvider.System;
    public override string Directory { get; }
    public override Captured? Before => Captured;
    public override object? Result => Outcome;

    public int AttemptNumber { get; set; } = 1;
    public bool InDoubt { get; set; }
    public object? Outcome { get; set; }
    public Captured? Captured { get; set; }
    public Dictionary<string, string> Secrets { get; } = [];
    public List<string> Redacted { get; } = [];
    public List<string> Notes { get; } = [];
    public List<TimeSpan> Waits { get; } = [];
    public Func<Task>? OnWait { get; set; }
    public Action<StepProgress>? OnReport { get; set; }
    public RecordingRunner Commands { get; }

    public IReadOnlyList<StepProgress> Reports
    {
        get
        {
            lock (_progress)
                return [.. _progress];
        }
    }

    public override T Read<T>(Output<T> output) => throw new NotSupportedException("tests give values");

    public override string Reveal(SecretReference secret) => Secrets[secret.Name];

    public override void Redact(string value) => Redacted.Add(value);

    public override void Report(StepProgress progress)
    {
        lock (_progress)
            _progress.Add(progress);
        OnReport?.Invoke(progress);
    }

    public override void Note(string evidence) => Notes.Add(evidence);

    public override Task<Answer> AskAsync(Question question, CancellationToken cancellation) =>
        throw new NotSupportedException("no operation here asks");

    public override Task StartedAsync(string handle) => throw new NotSupportedException();

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancellation)
    {
        Waits.Add(duration);
        return OnWait?.Invoke() ?? Task.CompletedTask;
    }

    public override StepContext Of(string stepId) => throw new NotSupportedException();

    public override T Port<T>() => (T)(object)_runner;

    /// <summary>What the engine does with a step: probe, capture, run, verify.</summary>
    public async Task<T> DoAsync<T>(Operation<T> operation, CancellationToken cancellation)
    {
        var probe = await operation.ProbeAsync(this, cancellation);
        Assert.That(probe.State, Is.EqualTo(ProbeState.NotDone), probe.Evidence);
        Captured = await operation.CaptureAsync(this, cancellation);
        var result = await operation.RunAsync(this, cancellation);
        var verdict = await operation.VerifyAsync(this, result, cancellation);
        Assert.That(verdict.Passed, verdict.Evidence);
        return result;
    }

    public async Task<Verdict> LookAsync(Check check, CancellationToken cancellation = default) =>
        await check.RunAsync(this, cancellation);

    public async Task<ProbeState> ProbeAsync(Operation operation, CancellationToken cancellation = default) =>
        (await operation.ProbeAsync(this, cancellation)).State;
}
