namespace RunbookDsl.Testing.Apis;

/// <summary>What both families of maintenance commands do.</summary>
internal sealed class HerokuUpkeep(HerokuFake fake)
{
    private const int MostWeeks = 52;

    private DateTimeOffset Now => fake.Scene.Clock.GetUtcNow();

    public static string Said(HerokuAddon addon) =>
        addon.Maintenance switch
        {
            null or { Status: "completed" } => "not required",
            { Status: "running" } => "in progress",
            var due => $"required by {due.RequiredBy.Spaced()}, scheduled for {due.ScheduledFor.Spaced()}"
                + (due.Status == "preparing" ? ", replacement currently being prepared" : ""),
        };

    /// <summary>Begins it now.</summary>
    public void Run(ApiCall call, HerokuAddon addon)
    {
        var due = Due(addon);
        if (due.Status == "preparing")
            throw HerokuErrors.Invalid("The replacement is currently being prepared.");
        call.Applied($"maintenance {due.Status}", "maintenance running");
        fake.Model.Run(addon, due);
    }

    /// <summary>Puts it off by whole weeks.</summary>
    public HerokuMaintenance Delay(ApiCall call, HerokuAddon addon, long weeks)
    {
        var due = Due(addon);
        if (weeks is < 0 or > MostWeeks)
            throw HerokuErrors.Invalid($"delay_weeks must be between 0 and {MostWeeks}.");
        var at = due.ScheduledFor.AddDays(7 * weeks);
        if (at > due.RequiredBy)
            throw HerokuErrors.Invalid($"Maintenance is required by {due.RequiredBy.Spaced()}.");
        if (weeks > 0)
            call.Applied("the time scheduled", $"{weeks} weeks later");
        fake.Model.Schedule(addon, due, at);
        return due;
    }

    /// <summary>Changes the window, and with it the time of a maintenance that is due.</summary>
    /// <returns>The window before.</returns>
    public HerokuWindow Move(ApiCall call, HerokuAddon addon, string? day, string? time)
    {
        var window =
            HerokuWindow.Parse(day, time)
            ?? throw HerokuErrors.Invalid($"'{day} {time}' is no day of the week and time of day.");
        var before = addon.Window;
        if (before == window)
            return before;
        addon.Window = window;
        call.Applied($"window {before}", $"window {window}");
        if (addon.Maintenance is { Status: "pending" or "preparing" or "ready" } due)
        {
            due.Window = window;
            var earliest = due.ScheduledFor.AddDays(-6);
            fake.Model.Schedule(addon, due, window.Next(earliest > Now ? earliest : Now));
        }
        return before;
    }

    private static HerokuMaintenance Due(HerokuAddon addon)
    {
        if (addon.IsEssential)
            throw HerokuErrors.Invalid("You can't trigger maintenance on an Essential tier database.");
        return addon.Maintenance switch
        {
            null or { Status: "completed" } => throw HerokuErrors.Invalid(
                $"There is no maintenance scheduled for {addon.Name}."
            ),
            { Status: "running" } => throw HerokuErrors.Invalid(
                $"Maintenance of {addon.Name} is already in progress."
            ),
            var due => due,
        };
    }
}
