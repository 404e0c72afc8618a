namespace RunbookDsl.Notify;

/// <summary>
/// Posts an update of a maintenance, together with its new status; a marker that the page does not show says
/// whether it was posted already.
/// </summary>
public sealed record TurnOperation : Operation<Unit>
{
    internal TurnOperation(PublicPage page, Input<string> incident, string text, string? status) =>
        (Page, Incident, Text, Status) = (page, incident, text, status);

    /// <summary>Where it is said.</summary>
    public PublicPage Page { get; }

    /// <summary>Id of the maintenance.</summary>
    public Input<string> Incident { get; }

    /// <summary>What people read.</summary>
    public string Text { get; }

    /// <summary><c>in_progress</c>, <c>verifying</c>, <c>completed</c>; null keeps it.</summary>
    public string? Status { get; }

    /// <summary>What its components become; null leaves them.</summary>
    public string? ComponentStatus { get; internal init; }

    /// <summary>Its new end; null keeps it.</summary>
    public DateTimeOffset? Until { get; internal init; }

    /// <summary>What it is known by.</summary>
    public DeliveryMark Mark { get; private init; } = DeliveryMark.None;

    /// <inheritdoc/>
    public override string Kind => "StatusPage.Turn";

    /// <inheritdoc/>
    public override string Description =>
        $"say on status page {Page}{(Status is null ? "" : $" ({Status})")}: {Text.ReplaceLineEndings(" ")}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string? Target => $"status page {Page}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Page.Key];

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => Incident.Reads;

    /// <inheritdoc/>
    public override string? Verification => "the page has it";

    /// <inheritdoc/>
    public override string? UndoDescription =>
        "set status, end and components to what they were before, without telling anybody";

    /// <inheritdoc/>
    public override string? Warning => AbsoluteTimes.Warning(Text);

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("page", Page.Id),
            new("maintenance", Incident.ToString()),
            new("text", Text),
            .. Status is null ? Array.Empty<Fact>() : [new("status", Status)],
            .. ComponentStatus is null ? Array.Empty<Fact>() : [new("components", ComponentStatus)],
            .. Until is { } until ? [new Fact("until", AbsoluteTimes.At(until))] : Array.Empty<Fact>(),
            .. Mark.Facts,
        ];

    /// <summary>
    /// A copy that is known by this name in every run: a second run finds it and posts nothing.
    /// </summary>
    /// <param name="name">Of the update: <c>migration-2026-12-05-begin</c>.</param>
    public TurnOperation Once(string name) => this with { Mark = DeliveryMark.Of(name) };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        new TurnRun(this, context).ProbeAsync(cancellation);

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        new TurnRun(this, context).CaptureAsync(cancellation);

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await new TurnRun(this, context).PostAsync(cancellation).ConfigureAwait(false);
        return Unit.Value;
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    )
    {
        var probe = await new TurnRun(this, context).ProbeAsync(cancellation).ConfigureAwait(false);
        return new(probe.State == ProbeState.Done, probe.Evidence);
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        new TurnRun(this, context).PutBackAsync(cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        new TurnRun(this, context).ProbePutBackAsync(cancellation);
}
