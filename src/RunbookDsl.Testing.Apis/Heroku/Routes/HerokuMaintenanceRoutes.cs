using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Maintenances of data add-ons, for the command line from v11 on.</summary>
internal sealed class HerokuMaintenanceRoutes(HerokuFake fake)
{
    private const string Root = "/data/maintenances/v1";
    private readonly HerokuModel _model = fake.Model;
    private readonly HerokuUpkeep _upkeep = new(fake);

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look('S', "GET", Root + "/apps/{app}", "maintenance.list", OfApp),
            fake.Look('S', "GET", Root + "/{id}", "maintenance.info", Info),
            fake.Look('S', "GET", Root + "/{id}/history/", "maintenance.history", History),
            fake.Look('S', "GET", Root + "/{id}/history", "maintenance.history", History),
            fake.Route('S', "POST", Root + "/{id}/run", "maintenance.run", Run),
            fake.Route('S', "POST", Root + "/{id}/schedule", "maintenance.schedule", Schedule),
            fake.Look('S', "GET", Root + "/{id}/window", "maintenance.window", Window),
            fake.Route('S', "POST", Root + "/{id}/window", "maintenance.window_update", SetWindow),
        ];

    private ApiAnswer OfApp(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var all = _model.Addons.Where(a => a.App == app && a.Maintenance is not null).ToArray();
        foreach (var addon in all)
            fake.Transitions.Looked(HerokuModel.MaintenanceOf(addon));
        return Answer(HerokuJson.List(all, a => Json(a, a.Maintenance)));
    }

    private ApiAnswer Info(ApiCall call)
    {
        var addon = Find(call);
        fake.Transitions.Looked(HerokuModel.MaintenanceOf(addon));
        return ApiAnswer.Json(200, Json(addon, addon.Maintenance));
    }

    private ApiAnswer History(ApiCall call)
    {
        var addon = Find(call);
        var limit = call.Request.Parameter("limit") ?? "5";
        if (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most > 20)
            throw HerokuErrors.Invalid("limit must be between 0 and 20.");
        return Answer(HerokuJson.List(addon.History.Take(most), m => Json(addon, m)));
    }

    private ApiAnswer Run(ApiCall call)
    {
        var addon = Find(call);
        _upkeep.Run(call, addon);
        var due = addon.Maintenance!;
        return ApiAnswer.Json(
            200,
            new JsonObject
            {
                ["previously_scheduled_for"] = due.ScheduledFor.Spaced(),
                ["required_by"] = due.RequiredBy.Spaced(),
                ["scheduled_for"] = due.Started?.Spaced(),
                ["window"] = due.Window.ToString(),
            }
        );
    }

    private ApiAnswer Schedule(ApiCall call)
    {
        var addon = Find(call);
        var weeks = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "POST schedule", "delay_weeks")
            .Number("delay_weeks");
        var due = _upkeep.Delay(call, addon, weeks ?? throw HerokuErrors.Invalid("delay_weeks is required"));
        return ApiAnswer.Json(200, Json(addon, due));
    }

    private ApiAnswer Window(ApiCall call)
    {
        var addon = Find(call);
        return ApiAnswer.Json(
            200,
            new JsonObject
            {
                ["window"] = addon.Window.ToString(),
                ["scheduled_at"] = addon.Maintenance?.ScheduledFor.Spaced(),
            }
        );
    }

    private ApiAnswer SetWindow(ApiCall call)
    {
        var addon = Find(call);
        var fields = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "POST window", "day_of_week", "time_of_day");
        var earlier = addon.Maintenance?.ScheduledFor;
        var before = _upkeep.Move(call, addon, fields.Text("day_of_week"), fields.Text("time_of_day"));
        return ApiAnswer.Json(
            200,
            new JsonObject
            {
                ["window"] = addon.Window.ToString(),
                ["previous_window"] = before.ToString(),
                ["scheduled_at"] = addon.Maintenance?.ScheduledFor.Spaced(),
                ["previously_scheduled_at"] = earlier?.Spaced(),
            }
        );
    }

    private JsonObject Json(HerokuAddon addon, HerokuMaintenance? due)
    {
        var names = _model.Attachments.Where(a => a.Addon == addon).Select(a => a.Name);
        return new()
        {
            ["addon"] = new JsonObject
            {
                ["attachments"] = HerokuJson.List(names, n => n),
                ["kind"] = addon.Service,
                ["name"] = addon.Name,
                ["plan"] = addon.Plan.Split(':')[^1],
                ["uuid"] = addon.Id,
                ["window"] = addon.Window.ToString(),
            },
            ["app"] = new JsonObject { ["name"] = addon.App.Name, ["uuid"] = addon.App.Id },
            ["completed_at"] = due?.Completed?.Spaced(),
            ["duration_seconds"] = due?.Completed is { } end ? (end - due.Started!.Value).TotalSeconds : null,
            ["method"] = due is null ? null : "changeover",
            ["previously_scheduled_for"] = due?.PreviouslyScheduledFor?.Spaced(),
            ["reason"] = due?.Reason,
            ["required_by"] = due?.RequiredBy.Spaced(),
            ["scheduled_for"] = due?.ScheduledFor.Spaced(),
            ["server_created_at"] = addon.Created.Spaced(),
            ["started_at"] = due?.Started?.Spaced(),
            ["status"] = due?.Status ?? "none",
            ["window"] = due?.Window.ToString(),
        };
    }

    private HerokuAddon Find(ApiCall call)
    {
        var addon = _model.Addon(call["id"]);
        return HerokuAddon.IsData(addon.Plan) ? addon : throw HerokuErrors.NotFound("add-on", "add_on");
    }

    private static ApiAnswer Answer(JsonArray all) =>
        ApiAnswer.Json(200, new JsonObject { ["maintenances"] = all });
}
