using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Databases as the Data API shows them, with the maintenance commands of the command line up to
/// v10.</summary>
internal sealed class HerokuDatabaseRoutes(HerokuFake fake)
{
    private const string Database = "/client/v11/databases/{id}";
    private readonly HerokuModel _model = fake.Model;
    private readonly HerokuUpkeep _upkeep = new(fake);

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look('S', "GET", Database, "database.info", Info),
            fake.Look('S', "GET", Database + "/wait_status", "database.wait_status", WaitStatus),
            fake.Look('S', "GET", Database + "/maintenance", "database.maintenance", Maintenance),
            fake.Route('S', "POST", Database + "/maintenance", "database.maintenance_run", Run),
            fake.Route('S', "PUT", Database + "/maintenance_window", "database.maintenance_window", Window),
        ];

    private ApiAnswer Info(ApiCall call)
    {
        var addon = There(call);
        var followers = _model.Addons.Where(a => a.Leader == addon).ToArray();
        var isBusy = addon.Maintenance?.Status == "running";
        var rows = new JsonArray(
            Row("Plan", Plan(addon)),
            Row("Status", isBusy ? "Maintenance" : "Available"),
            Row("Data Size", "9.1 GB"),
            Row("Tables", "12"),
            Row("PG Version", "16.4"),
            Row("Connections", "5/120"),
            Row("Connection Pooling", "Available"),
            Row("Credentials", "1"),
            Row("Fork/Follow", "Available"),
            Row("Rollback", "earliest from 4 days ago"),
            Row("Created", addon.Created.As("yyyy-MM-dd HH:mm")),
            Row("Region", "eu"),
            Row("Data Encryption", "In Use"),
            Row("Continuous Protection", "On"),
            Row("Maintenance", HerokuUpkeep.Said(addon)),
            Row("Maintenance window", addon.Window.ToString()),
            Row("Followers", [.. followers.Select(f => f.Url)], isUrl: true),
            Row("Following", addon.Leader is { } l ? [l.Url] : [], isUrl: true),
            Row("Behind By", addon.Leader is null ? [] : ["0 commits"])
        );
        return ApiAnswer.Json(200, Body(addon, isBusy, rows));
    }

    private static JsonObject Body(HerokuAddon addon, bool isBusy, JsonArray rows)
    {
        var url = new Uri(addon.Url);
        return new()
        {
            ["addon_id"] = addon.Id,
            ["name"] = addon.Name,
            ["plan"] = addon.Plan.Split(':')[^1],
            ["created_at"] = addon.Created.Spaced(),
            ["database_name"] = url.AbsolutePath.TrimStart('/'),
            ["database_user"] = url.UserInfo.Split(':')[0],
            ["num_bytes"] = 9_771_050_803,
            ["postgres_version"] = "16.4",
            ["resource_url"] = addon.Url,
            ["following"] = addon.Leader?.Url,
            ["leader"] = addon.Leader?.Name,
            ["forked_from"] = null,
            ["waiting?"] = isBusy,
            ["hot_standby?"] = addon.Leader is not null,
            ["info"] = rows,
        };
    }

    private ApiAnswer WaitStatus(ApiCall call)
    {
        var addon = Find(call);
        fake.Transitions.Looked(HerokuModel.MaintenanceOf(addon));
        fake.Transitions.Looked(HerokuModel.AddonsOf(addon.App));
        var message =
            !addon.IsThere ? "preparing"
            : addon.Maintenance?.Status == "running" ? "upgrading"
            : "available";
        return ApiAnswer.Json(
            200,
            new JsonObject { ["waiting?"] = message != "available", ["message"] = message }
        );
    }

    private ApiAnswer Maintenance(ApiCall call)
    {
        var addon = There(call);
        fake.Transitions.Looked(HerokuModel.MaintenanceOf(addon));
        return Said(HerokuUpkeep.Said(addon));
    }

    private ApiAnswer Run(ApiCall call)
    {
        _upkeep.Run(call, There(call));
        return Said("Maintenance triggered");
    }

    private ApiAnswer Window(ApiCall call)
    {
        var addon = There(call);
        var text = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "PUT maintenance_window", "description")
            .Text("description")
            ?.Split(' ', 2);
        _upkeep.Move(call, addon, text?[0], text?.ElementAtOrDefault(1));
        return Said($"Maintenance window for {addon.Name} set to {addon.Window}.");
    }

    private HerokuAddon Find(ApiCall call)
    {
        var addon = _model.Addon(call["id"]);
        return addon.IsPostgres ? addon : throw HerokuErrors.NotFound("database");
    }

    private HerokuAddon There(ApiCall call)
    {
        var addon = Find(call);
        return addon.IsThere ? addon : throw HerokuErrors.NotFound("database");
    }

    private static ApiAnswer Said(string message) =>
        ApiAnswer.Json(200, new JsonObject { ["message"] = message });

    private static JsonObject Row(string name, params string[] values) => Row(name, values, false);

    private static JsonObject Row(string name, string[] values, bool isUrl)
    {
        var row = new JsonObject { ["name"] = name, ["values"] = HerokuJson.List(values, v => v) };
        if (isUrl)
            row["resolve_db_name"] = true;
        return row;
    }

    // standard-0 is shown as Standard 0.
    private static string Plan(HerokuAddon addon)
    {
        var words = addon.Plan.Split(':')[^1].Split('-');
        return string.Join(' ', words.Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
