using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Asserts that a unit runs, or does not; see the verbs of <see cref="HostUnit"/>.</summary>
public sealed record UnitCheck : HostCheck
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly bool _isActive;

    internal UnitCheck(HostUnit unit, bool isActive)
        : base(unit.Host) => (Unit, _isActive) = (unit, isActive);

    /// <summary>The unit.</summary>
    public HostUnit Unit { get; }

    /// <summary>How long it is waited for; zero is one look.</summary>
    public TimeSpan Within { get; init; }

    /// <summary>How long it must have run on without a restart. Default zero: it runs at the look.</summary>
    public TimeSpan Stable { get; private init; }

    /// <inheritdoc/>
    public override string Kind => _isActive ? "Systemd.AssertActive" : "Systemd.AssertInactive";

    /// <inheritdoc/>
    public override string Description =>
        $"{Unit} {(_isActive ? "runs" : "does not run")}"
        + (Within > TimeSpan.Zero ? $" within {Text(Within)}" : "");

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("unit", Unit.FullName),
            .. Within > TimeSpan.Zero ? [new("within", Text(Within))] : Array.Empty<Fact>(),
            .. Stable > TimeSpan.Zero ? [new("stable for", Text(Stable))] : Array.Empty<Fact>(),
        ];

    /// <summary>A copy that asks for a run of this time without a restart. Default zero.</summary>
    public UnitCheck StableFor(TimeSpan time) => this with { Stable = time };

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var began = context.Clock.GetTimestamp();
        while (true)
        {
            var verdict = await OnceAsync(context, cancellation).ConfigureAwait(false);
            if (verdict.Passed || context.Clock.GetElapsedTime(began) >= Within)
                return verdict;
            await context.WaitAsync(Look, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Two looks that far apart must see the same run of the unit.</summary>
    internal static async Task<Verdict> StableAsync(
        StepContext context,
        HostUnit unit,
        TimeSpan stable,
        CancellationToken cancellation
    )
    {
        var first = await UnitState.ReadAsync(context, unit, cancellation).ConfigureAwait(false);
        if (!first.IsActive)
            return Verdict.Fail($"{unit} is {first}. See: journalctl -u {unit.FullName}");
        if (stable <= TimeSpan.Zero)
            return Verdict.Pass($"{unit} is {first}");
        await context.WaitAsync(stable, cancellation).ConfigureAwait(false);
        var second = await UnitState.ReadAsync(context, unit, cancellation).ConfigureAwait(false);
        var isSame = second.Invocation == first.Invocation && second.Restarts == first.Restarts;
        return second.IsActive && isSame
            ? Verdict.Pass($"{unit} is {second}, and has been for {Text(stable)}")
            : Verdict.Fail(
                $"{unit} ran and did not stay: {second} {Text(stable)} later"
                    + (isSame ? "" : ", started anew meanwhile")
                    + $". See: journalctl -u {unit.FullName}"
            );
    }

    /// <summary><c>30 s</c>, <c>10 min</c>.</summary>
    internal static string Text(TimeSpan time) =>
        time.TotalSeconds >= 60 && time.Seconds == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    private async Task<Verdict> OnceAsync(StepContext context, CancellationToken cancellation)
    {
        if (_isActive)
            return await StableAsync(context, Unit, Stable, cancellation).ConfigureAwait(false);
        var state = await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
        return state.IsInactive ? Verdict.Pass($"{Unit} is {state}") : Verdict.Fail($"{Unit} is {state}");
    }
}
