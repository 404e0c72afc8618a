namespace RunbookDsl.Hosts;

/// <summary>Brings a unit to how it should be, a verb of <c>systemctl</c> at a time.</summary>
internal static class UnitChange
{
    private const int MostRounds = 3;

    public static async Task<UnitState> BringAsync(
        StepContext context,
        HostUnit unit,
        UnitWish wish,
        CancellationToken cancellation
    )
    {
        var state = await UnitState.ReadAsync(context, unit, cancellation).ConfigureAwait(false);
        // Behind a mask nobody sees whether a unit is enabled: what is left to do shows after the unmask.
        for (var round = 0; round < MostRounds && wish.Verbs(state) is { Count: > 0 } verbs; round++)
        {
            foreach (var verb in verbs)
            {
                await TellAsync(context, unit, verb, cancellation).ConfigureAwait(false);
                if (verb == "unmask")
                    break;
            }
            state = await UnitState.ReadAsync(context, unit, cancellation).ConfigureAwait(false);
        }
        return state;
    }

    public static Task TellAsync(
        StepContext context,
        HostUnit unit,
        string verb,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(unit.Host, $"{verb} {unit.Name}", "systemctl", verb, unit.FullName)
        {
            AsRoot = true,
        };
        return call.ChangeAsync(context, cancellation);
    }

    public static Captured Keep(UnitState state) =>
        Captured.Of("active", state.Active).And("enabled", state.Enabled).And("invocation", state.Invocation);

    public static UnitWish Kept(StepContext context) =>
        UnitWish.Of(context.Before!["active"]!, context.Before["enabled"] ?? "");

    public static async Task<Probe> ProbeBackAsync(
        StepContext context,
        HostUnit unit,
        CancellationToken cancellation
    )
    {
        if (context.Before is null)
            return Probe.Unknown($"how {unit} was before is not known");
        var state = await UnitState.ReadAsync(context, unit, cancellation).ConfigureAwait(false);
        return Kept(context).IsMetBy(state)
            ? Probe.Done($"{unit} is as before: {state}")
            : Probe.NotDone($"{unit} is {state}");
    }
}
