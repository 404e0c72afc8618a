namespace RunbookDsl.Testing.Apis;

internal sealed partial class HerokuModel
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Begins maintenance, for a call or because its time has come.</summary>
    public void Run(HerokuAddon addon, HerokuMaintenance due)
    {
        if (!addon.App.IsQuiet)
            _stage.Accident(
                _fake.System,
                $"maintenance of {addon.Name} began while {addon.App.Name} could write: it was neither in "
                    + "maintenance mode nor read-only on every dyno"
            );
        (due.Status, due.Started) = ("running", Now);
        _fake.Transitions.After(
            due.Takes,
            MaintenanceOf(addon),
            () =>
            {
                (due.Status, due.Completed, addon.Updated) = ("completed", Now, Now);
                addon.History.Insert(0, due);
            }
        );
    }

    /// <summary>Puts maintenance off to another time; Heroku begins it then.</summary>
    public void Schedule(HerokuAddon addon, HerokuMaintenance due, DateTimeOffset at)
    {
        (due.PreviouslyScheduledFor, due.ScheduledFor) = (due.ScheduledFor, at);
        Await(addon, due);
    }

    /// <summary>The word for a look at the maintenance of an add-on.</summary>
    public static string MaintenanceOf(HerokuAddon addon) => $"maintenance of {addon.Name}";

    private void Plan(HerokuAddon addon, HerokuMaintenanceSpec spec)
    {
        var first = addon.Window.Next(Now);
        var due = new HerokuMaintenance(spec.Reason, Now)
        {
            Status = spec.Preparing > TimeSpan.Zero ? "preparing" : "pending",
            Takes = spec.Takes,
            RequiredBy = first + spec.RequiredInWeeks * Week,
            ScheduledFor = first + spec.Weeks * Week,
            Window = addon.Window,
        };
        addon.Maintenance = due;
        if (due.Status == "preparing")
            _fake.Transitions.After(spec.Preparing, MaintenanceOf(addon), () => due.Status = "ready");
        Await(addon, due);
    }

    private void Await(HerokuAddon addon, HerokuMaintenance due)
    {
        var at = due.ScheduledFor;
        _fake.Transitions.At(
            at,
            () =>
            {
                if (due.ScheduledFor == at && due.Status is "pending" or "ready")
                    Run(addon, due);
            }
        );
    }
}
