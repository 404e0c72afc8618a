namespace RunbookDsl.Hosts;

/// <summary>How workers come back, and how a unit is kept from starting.</summary>
internal static class WorkersChange
{
    private const string ByHand = "/etc/systemd/system/";

    /// <summary>
    /// Stopped, and not started by anybody. A unit whose file was written by hand cannot be masked: kept
    /// from starting with the machine, which is less.
    /// </summary>
    public static async Task<UnitWish> HeldAsync(
        StepContext context,
        HostUnit unit,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(
            unit.Host,
            $"ask where the file of {unit.Name} is",
            ["systemctl", "show", unit.FullName, "--property=FragmentPath,UnitFileState"]
        );
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var lines = said.Output.Split('\n');
        if (
            lines.Contains("UnitFileState=masked")
            || !lines.Any(l => l.StartsWith($"FragmentPath={ByHand}", StringComparison.Ordinal))
        )
            return new(IsActive: false) { File = UnitFile.Masked };
        return lines.Contains("UnitFileState=enabled") || lines.Contains("UnitFileState=disabled")
            ? new(IsActive: false) { File = UnitFile.Disabled }
            : new(IsActive: false);
    }

    /// <summary>
    /// Puts the unit back as it was. What was told to take no new jobs cannot be told otherwise: if it is
    /// still the same start of the unit, it gets another one, between two jobs.
    /// </summary>
    public static async Task BackAsync(StepContext context, JobDrain drain, CancellationToken cancellation)
    {
        var unit = drain.Workers.Unit;
        var state = await UnitChange
            .BringAsync(context, unit, UnitChange.Kept(context), cancellation)
            .ConfigureAwait(false);
        if (!IsSameStart(context, state))
            return;
        await drain.RunAsync(context, cancellation).ConfigureAwait(false);
        await UnitChange.TellAsync(context, unit, "restart", cancellation).ConfigureAwait(false);
    }

    public static async Task<Probe> ProbeBackAsync(
        StepContext context,
        HostUnit unit,
        CancellationToken cancellation
    )
    {
        var probe = await UnitChange.ProbeBackAsync(context, unit, cancellation).ConfigureAwait(false);
        if (probe.State != ProbeState.Done)
            return probe;
        var state = await UnitState.ReadAsync(context, unit, cancellation).ConfigureAwait(false);
        return MayBeQuiet(context, unit, state) is { } quiet ? Probe.NotDone(quiet.Evidence) : probe;
    }

    /// <summary>
    /// What nobody can see from outside: an attempt was begun, and it is the same start of the unit still.
    /// Going on does it again without harm, and going back has to take it back. Null when it cannot be so.
    /// </summary>
    public static Probe? MayBeQuiet(StepContext context, HostUnit unit, UnitState state) =>
        IsSameStart(context, state)
            ? Probe.Partial($"{unit} is {state}, and may have been told to take no new jobs")
            : null;

    private static bool IsSameStart(StepContext context, UnitState state) =>
        state.IsActive && context.Before?["invocation"] == state.Invocation;
}
