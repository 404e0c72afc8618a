namespace RunbookDsl.Lint;

/// <summary>Which operations of a plan switch something off.</summary>
internal static class PlanSwitches
{
    /// <summary>How a message names what the step switches off; null when it switches nothing off.</summary>
    public static string? What(PlannedStep step) =>
        step.Action.Kind switch
        {
            "Systemd.Hold" or "Systemd.Stop" or "Systemd.Mask" or "Systemd.Disable" => step.Action.Target
                ?? "the unit",
            "Pg.Fence" => "the clients' way into the database",
            "Pg.SetReadOnly" => "writing to the database",
            "MaintenancePage.On" or "Cap.MaintenanceEnable" => "the site, behind its page,",
            "Apt.Hold" => "the package's upgrade",
            _ => null,
        };
}
