namespace RunbookDsl;

/// <summary>Whether users were told early enough; see <see cref="Control.Announced"/>.</summary>
public sealed record AnnouncementCheck : Check
{
    private readonly PlanReference _planned;
    private readonly StepSlot _slot;
    private readonly Output _output;

    internal AnnouncementCheck(PlanReference planned, StepSlot slot, Output output, TimeSpan atLeast) =>
        (_planned, _slot, _output, AtLeast) = (planned, slot, output, atLeast);

    /// <summary>How long before the window it has to be made.</summary>
    public TimeSpan AtLeast { get; }

    /// <inheritdoc/>
    public override string Kind => "Control.Announced";

    /// <inheritdoc/>
    public override string Description =>
        $"\"{_slot.Spec.Name}\" was done at least {Durations.Text(AtLeast)} before the window";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("step", _output.StepId)];

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => [_output];

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_planned.Plan.Header.WindowStart is not { } start)
            return Task.FromResult(Verdict.Fail("the runbook has no window: write .Window(start, length)"));
        var at = context.Of(_output.StepId).FirstStartedAt;
        var text =
            $"announced at {WindowText.Format(Minute(at))}, {Durations.Text(Minute(start) - Minute(at))} "
            + $"before the window at {WindowText.Format(start)}";
        return Task.FromResult(
            start - at >= AtLeast - _slot.Spec.Grace
                ? Verdict.Pass(text)
                : Verdict.Fail($"{text}; wanted {Durations.Text(AtLeast)}: move the window, or say why not")
        );
    }

    private static DateTimeOffset Minute(DateTimeOffset time) =>
        new(time.Ticks - time.Ticks % TimeSpan.TicksPerMinute, time.Offset);
}
