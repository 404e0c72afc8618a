using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Reboots a host and waits until it is back; see <see cref="SshHost.Reboot"/>.</summary>
/// <remarks>
/// The boot id from before is journaled with the intent, and the command on the host does nothing when the
/// host has another one: it can never be rebooted twice for one step, whatever is repeated.
/// </remarks>
public sealed record RebootOperation : HostOperation<RebootResult>
{
    private const string Script = """
        if [ "$(cat /proc/sys/kernel/random/boot_id)" = "$1" ]; then exec systemctl reboot; fi
        """;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    internal RebootOperation(SshHost host)
        : base(host) { }

    /// <summary>How long it may take to come back. Default 10 minutes.</summary>
    public TimeSpan Within { get; private init; } = TimeSpan.FromMinutes(10);

    /// <summary>Units that have to be held (<see cref="HostUnit.Hold"/>) before it and after it.</summary>
    public IReadOnlyList<string> Held { get; private init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Host.Reboot";

    /// <inheritdoc/>
    public override string Description =>
        $"reboot {Host}" + (Held.Count == 0 ? "" : $" while {string.Join(", ", Held)} is held");

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string Verification =>
        "it has another boot id, no unit failed that had not failed before, and what is held is down";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override string Warning =>
        "A stopped unit that is not held starts again. An open port proves nothing: the old sshd still answers";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("within", UnitCheck.Text(Within)),
            .. Held.Count == 0 ? Array.Empty<Fact>() : [new("held", string.Join(", ", Held))],
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<RebootResult> JsonInfo => HostsJson.Default.RebootResult;

    /// <summary>A copy that waits that long for the host. Default 10 minutes.</summary>
    public RebootOperation BackWithin(TimeSpan time) => this with { Within = time };

    /// <summary>A copy that refuses to reboot unless these units are held, and wants them down
    /// afterwards.</summary>
    public RebootOperation Holding(params string[] units) => this with { Held = [.. Held, .. units] };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        if (context is not { IsInDoubt: true, Before: { } before })
            return Probe.NotDone($"{Host} is to be rebooted now");
        var now = await BootState.TryAsync(context, Host, cancellation).ConfigureAwait(false);
        if (now is null)
            return Probe.InFlight($"{Host} does not answer");
        if (now.BootId != before["boot"])
            return now.IsUp
                ? Probe.Done($"{Host} has another boot id and is {now.State}", now.Result)
                : Probe.InFlight($"{Host} has another boot id and is {now.State}");
        return now.IsStopping
            ? Probe.InFlight($"{Host} is going down")
            : Probe.NotDone($"{Host} still has the boot id from before and is {now.State}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await BootState.ReadAsync(context, Host, cancellation).ConfigureAwait(false);
        return Captured.Of("boot", now.BootId).And("failed", string.Join(' ', now.Failed));
    }

    /// <inheritdoc/>
    public override async Task<RebootResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var old = context.Before!["boot"]!;
        if (await NotHeldAsync(context, cancellation).ConfigureAwait(false) is { } loose)
            throw new OperationFailedException(
                $"{loose}: it would start with the machine. Hold it first: .Unit(\"…\").Hold(). Nothing was done."
            );
        var call = HostCall.Script(Host, "reboot", Script, old) with { AsRoot = true };
        try
        {
            await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        }
        catch (OutcomeUnknownException)
        {
            // What goes down cuts the connection: whether it did so is told by the boot id.
        }
        return await BackAsync(context, old, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        RebootResult result,
        CancellationToken cancellation
    )
    {
        var now = await BootState.ReadAsync(context, Host, cancellation).ConfigureAwait(false);
        var earlier = (context.Before?["failed"] ?? "").Split(' ');
        if (now.BootId == context.Before?["boot"])
            return Verdict.Fail($"{Host} still has the boot id from before");
        if (now.Failed.Except(earlier).ToList() is { Count: > 0 } failed)
            return Verdict.Fail(
                $"{Host} was rebooted, and these units failed: {string.Join(", ", failed)}. See: systemctl --failed"
            );
        if (await NotHeldAsync(context, cancellation).ConfigureAwait(false) is { } loose)
            return Verdict.Fail($"{Host} was rebooted, and {loose}");
        return Verdict.Pass($"{Host} was rebooted and is {now.State}");
    }

    private async Task<RebootResult> BackAsync(
        StepContext context,
        string old,
        CancellationToken cancellation
    )
    {
        var began = context.Clock.GetTimestamp();
        while (true)
        {
            await context.WaitAsync(Look, cancellation).ConfigureAwait(false);
            var now = await BootState.TryAsync(context, Host, cancellation).ConfigureAwait(false);
            var waited = context.Clock.GetElapsedTime(began);
            if (now is { IsUp: true } && now.BootId != old)
                return now.Result;
            var what =
                now is null ? "does not answer"
                : now.BootId != old ? $"has another boot id and is {now.State}"
                : $"still has the boot id from before and is {now.State}";
            context.Report(new StepProgress($"{Host} {what} after {UnitCheck.Text(waited)}"));
            var neverBegan = now?.BootId == old && !now.IsStopping && waited >= LongestStart;
            if (waited >= Within || neverBegan)
                throw new OutcomeUnknownException($"{Host} {what} after {UnitCheck.Text(waited)}");
        }
    }

    private async Task<string?> NotHeldAsync(StepContext context, CancellationToken cancellation)
    {
        foreach (var name in Held)
        {
            var unit = Host.Unit(name);
            var state = await UnitState.ReadAsync(context, unit, cancellation).ConfigureAwait(false);
            if (!state.IsMasked || !state.IsInactive)
                return $"{unit} is not held but {state}";
        }
        return null;
    }
}
