using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>What the Platform API answers about the parts of the model.</summary>
internal static class HerokuJson
{
    public static JsonArray List<T>(IEnumerable<T> all, Func<T, JsonNode?> one) => [.. all.Select(one)];

    public static JsonObject Account(HerokuModel model) =>
        new()
        {
            ["allow_tracking"] = false,
            ["beta"] = false,
            ["created_at"] = model.Born.Iso(),
            ["email"] = model.Email,
            ["id"] = model.AccountId,
            ["last_login"] = null,
            ["name"] = model.Email.Split('@')[0],
            ["two_factor_authentication"] = false,
            ["updated_at"] = model.Born.Iso(),
            ["verified"] = true,
        };

    public static JsonObject App(HerokuModel model, HerokuApp app) =>
        new()
        {
            ["acm"] = true,
            ["archived_at"] = null,
            ["buildpack_provided_description"] = "Ruby",
            ["build_stack"] = Pair(model.StackId, "heroku-24"),
            ["created_at"] = app.Created.Iso(),
            ["generation"] = Pair(model.GenerationId, "cedar"),
            ["git_url"] = $"https://git.heroku.com/{app.Name}.git",
            ["id"] = app.Id,
            ["internal_routing"] = null,
            ["maintenance"] = app.IsInMaintenance,
            ["name"] = app.Name,
            ["owner"] = User(model),
            ["organization"] = null,
            ["team"] = null,
            ["region"] = Pair(model.RegionId, "eu"),
            ["released_at"] = app.Current?.Created.Iso(),
            ["repo_size"] = 1_048_576,
            ["slug_size"] = 10_485_760,
            ["space"] = null,
            ["stack"] = Pair(model.StackId, "heroku-24"),
            ["updated_at"] = app.Updated.Iso(),
            ["web_url"] = $"https://{app.Name}.herokuapp.com/",
        };

    public static JsonObject Formation(HerokuApp app, HerokuFormation formation) =>
        new()
        {
            ["app"] = Pair(app.Id, app.Name),
            ["command"] = formation.Command,
            ["created_at"] = formation.Created.Iso(),
            ["dyno_size"] = new JsonObject { ["name"] = formation.Size },
            ["id"] = formation.Id,
            ["quantity"] = formation.Quantity,
            ["size"] = formation.Size,
            ["type"] = formation.Type,
            ["updated_at"] = formation.Updated.Iso(),
        };

    public static JsonObject Dyno(HerokuApp app, HerokuDyno dyno) =>
        new()
        {
            ["attach_url"] = null,
            ["command"] = dyno.Command,
            ["created_at"] = dyno.Created.Iso(),
            ["id"] = dyno.Id,
            ["name"] = dyno.Name,
            ["release"] = new JsonObject { ["id"] = dyno.Release.Id, ["version"] = dyno.Release.Version },
            ["app"] = Pair(app.Id, app.Name),
            ["size"] = dyno.Size,
            ["state"] = dyno.State,
            ["type"] = dyno.Type,
            ["updated_at"] = dyno.Updated.Iso(),
        };

    public static JsonObject Release(HerokuModel model, HerokuApp app, HerokuRelease release) =>
        new()
        {
            ["addon_plan_names"] = List(release.Plans, p => p),
            ["app"] = Pair(app.Id, app.Name),
            ["artifacts"] = new JsonArray(),
            ["created_at"] = release.Created.Iso(),
            ["current"] = release.IsCurrent,
            ["description"] = release.Description,
            ["eligible_for_rollback"] = release.Status == "succeeded",
            ["id"] = release.Id,
            ["output_stream_url"] = null,
            ["slug"] = new JsonObject { ["id"] = release.Slug },
            ["status"] = release.Status,
            ["updated_at"] = release.Updated.Iso(),
            ["user"] = User(model),
            ["version"] = release.Version,
        };

    public static JsonObject Addon(HerokuModel model, HerokuAddon addon, bool isExpanded)
    {
        var service = Pair(addon.ServiceId, addon.Service);
        var plan = Pair(addon.PlanId, addon.Plan);
        if (isExpanded)
        {
            service["human_name"] = addon.IsPostgres ? "Heroku Postgres" : addon.Service;
            service["state"] = "ga";
            plan["human_name"] = addon.Plan.Split(':')[^1];
            plan["price"] = new JsonObject { ["cents"] = 5000, ["unit"] = "month" };
            plan["state"] = "ga";
        }
        return new()
        {
            ["actions"] = new JsonArray(),
            ["addon_service"] = service,
            ["app"] = Pair(addon.App.Id, addon.App.Name),
            ["billed_price"] = null,
            ["billing_entity"] = new JsonObject
            {
                ["id"] = addon.App.Id,
                ["name"] = addon.App.Name,
                ["type"] = "app",
            },
            ["config_vars"] = List(model.VarsOf(addon), v => v),
            ["created_at"] = addon.Created.Iso(),
            ["id"] = addon.Id,
            ["name"] = addon.Name,
            ["plan"] = plan,
            ["provider_id"] = addon.ProviderId,
            ["provision_message"] = null,
            ["state"] = addon.State,
            ["updated_at"] = addon.Updated.Iso(),
            ["web_url"] = $"https://addons-sso.heroku.com/apps/{addon.App.Id}/addons/{addon.Id}",
        };
    }

    public static JsonObject Attachment(HerokuAttachment attachment, string? inclusion)
    {
        var included = (inclusion ?? "").Split(',', StringSplitOptions.TrimEntries);
        var of = attachment.Addon;
        var addon = Pair(of.Id, of.Name);
        addon["app"] = Pair(of.App.Id, of.App.Name);
        if (included.Contains("addon:plan"))
            addon["plan"] = Pair(of.PlanId, of.Plan);
        var body = new JsonObject
        {
            ["addon"] = addon,
            ["app"] = Pair(attachment.App.Id, attachment.App.Name),
            ["created_at"] = attachment.Created.Iso(),
            ["id"] = attachment.Id,
            ["name"] = attachment.Name,
            ["namespace"] = attachment.Namespace,
            ["updated_at"] = attachment.Created.Iso(),
            ["web_url"] = null,
            ["log_input_url"] = null,
        };
        if (included.Contains("config_vars"))
            body["config_vars"] = new JsonArray(attachment.Var);
        return body;
    }

    public static JsonObject Pair(string id, string name, string second = "name") =>
        new() { ["id"] = id, [second] = name };

    private static JsonObject User(HerokuModel model) => Pair(model.AccountId, model.Email, "email");
}
