namespace RunbookDsl.Boards;

/// <summary>A step at work in a world, with the ports that the world gives. Its waits pass at once.</summary>
internal sealed class StepInWorld(World world) : StepContext
{
    /// <summary>How long it was told to wait.</summary>
    public List<TimeSpan> Waited { get; } = [];

    public override string RunId => "run-1";

    public override string StepId => "step";

    public override int Attempt => 1;

    public override string IdempotencyKey => "run-1/step";

    public override long Fence => 1;

    public override string? Handle => null;

    public override string RunDirectory => Directory;

    public override DateTimeOffset FirstStartedAt => DateTimeOffset.UnixEpoch;

    public override bool IsInDoubt => false;

    public override CancellationToken Cancellation => default;

    public override TimeProvider Clock => world.Stage.Clock;

    public override string Directory => world.Directory;

    public override Captured? Before => null;

    public override object? Result => null;

    public override T Read<T>(Output<T> output) => throw new NotSupportedException();

    public override string Reveal(SecretReference secret) => world.Secrets.Find(secret)!;

    public override void Redact(string value) { }

    public override void Report(StepProgress progress) { }

    public override void Note(string evidence) { }

    public override Task<Answer> AskAsync(Question question, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public override Task StartedAsync(string handle) => throw new NotSupportedException();

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancellation)
    {
        Waited.Add(duration);
        return Task.CompletedTask;
    }

    public override StepContext Of(string stepId) => throw new NotSupportedException();

    public override T Port<T>() => world.Surroundings.Ports.Find<T>()!;
}
