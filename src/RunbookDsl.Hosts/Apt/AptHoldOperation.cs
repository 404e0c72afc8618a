namespace RunbookDsl.Hosts;

/// <summary>Keeps packages as they are; see <see cref="HostApt.Hold"/>.</summary>
public sealed record AptHoldOperation : HostOperation<Unit>
{
    private readonly string[] _packages;

    internal AptHoldOperation(SshHost host, string[] packages)
        : base(host)
    {
        _packages = [.. packages.Distinct().Order(StringComparer.Ordinal)];
        foreach (var name in _packages)
            PackageName.Check(name);
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Packages => _packages;

    /// <inheritdoc/>
    public override string Kind => "Apt.Hold";

    /// <inheritdoc/>
    public override string Description => $"keep {Names} on {Host} as they are";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "apt says that it holds them";

    /// <inheritdoc/>
    public override string UndoDescription => "unhold those that were not held before";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("packages", Names)];

    private string Names => string.Join(", ", _packages);

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var missing = _packages.Except(await HeldAsync(context, cancellation).ConfigureAwait(false)).ToList();
        return missing.Count == 0
            ? Probe.Done($"{Names} are held on {Host}")
            : Probe.NotDone($"not held on {Host}: {string.Join(", ", missing)}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Captured.Of(
            "held",
            string.Join(
                ' ',
                _packages.Intersect(await HeldAsync(context, cancellation).ConfigureAwait(false))
            )
        );

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await MarkAsync(context, "hold", _packages, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    )
    {
        var probe = await ProbeAsync(context, cancellation).ConfigureAwait(false);
        return new(probe.State == ProbeState.Done, probe.Evidence);
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        MarkAsync(context, "unhold", Ours(context), cancellation);

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        if (context.Before is null)
            return Probe.Unknown("what was held before is not known");
        var held = Ours(context).Intersect(await HeldAsync(context, cancellation).ConfigureAwait(false));
        return held.Any()
            ? Probe.NotDone($"still held on {Host}: {string.Join(", ", held)}")
            : Probe.Done($"nothing is held on {Host} that was not before");
    }

    private string[] Ours(StepContext context) =>
        [.. _packages.Except((context.Before!["held"] ?? "").Split(' '))];

    private async Task<string[]> HeldAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(Host, "ask what is held", "apt-mark", "showhold");
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private Task MarkAsync(
        StepContext context,
        string verb,
        string[] packages,
        CancellationToken cancellation
    ) =>
        packages.Length == 0
            ? Task.CompletedTask
            : (
                new HostCall(Host, $"{verb} {string.Join(", ", packages)}", ["apt-mark", verb, .. packages])
                {
                    AsRoot = true,
                }
            ).ChangeAsync(context, cancellation);
}
