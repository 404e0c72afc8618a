namespace RunbookDsl.Hosts;

/// <summary>Asserts that no job runs; see <see cref="HostWorkers.AssertIdle"/>.</summary>
public sealed record WorkersIdleCheck : HostCheck
{
    private readonly JobDrain _drain;

    internal WorkersIdleCheck(JobDrain drain)
        : base(drain.Workers.Host) => _drain = drain;

    /// <summary>Whose jobs.</summary>
    public HostWorkers Workers => _drain.Workers;

    /// <inheritdoc/>
    public override string Kind => "Queue.AssertIdle";

    /// <inheritdoc/>
    public override string Description => $"no job runs on {Workers.Unit}";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, .. _drain.Facts.Where(f => f.Name != "within")];

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var jobs = await _drain.RunningAsync(context, cancellation).ConfigureAwait(false);
        return jobs.Count == 0
            ? Verdict.Pass($"no job runs on {Workers.Unit}")
            : Verdict.Fail($"{JobDrain.Count(jobs)} on {Workers.Unit}: {JobDrain.Names(jobs)}");
    }
}
