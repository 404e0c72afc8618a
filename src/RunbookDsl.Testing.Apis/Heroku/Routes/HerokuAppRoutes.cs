using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Apps and their config vars.</summary>
internal sealed class HerokuAppRoutes(HerokuFake fake)
{
    private readonly HerokuModel _model = fake.Model;

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look('S', "GET", "/apps", "app.list", Apps),
            fake.Look('S', "GET", "/apps/{app}", "app.info", Info),
            fake.Route('S', "PATCH", "/apps/{app}", "app.update", Update),
            fake.Look('S', "GET", "/apps/{app}/config-vars", "config-vars.info", Config),
            fake.Route('S', "PATCH", "/apps/{app}/config-vars", "config-vars.update", SetConfig),
            fake.Look('S', "GET", "/apps/{app}/collaborators", "collaborator.list", Collaborators),
            fake.Look('K', "GET", "/apps/{app}/pipeline-couplings", "pipeline-coupling.info", Pipeline),
        ];

    private ApiAnswer Apps(ApiCall call) =>
        HerokuFake.List(
            call,
            _model.Apps,
            ["name", "id", "updated_at"],
            (a, field) =>
                field switch
                {
                    "name" => a.Name,
                    "id" => a.Id,
                    _ => a.Updated.Iso(),
                },
            a => HerokuJson.App(_model, a)
        );

    private ApiAnswer Info(ApiCall call) =>
        ApiAnswer.Json(200, HerokuJson.App(_model, _model.App(call["app"])));

    private ApiAnswer Update(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var fields = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "PATCH /apps/{app}", "maintenance");
        if (fields.Flag("maintenance") is { } isOn && isOn != app.IsInMaintenance)
        {
            (app.IsInMaintenance, app.Updated) = (isOn, fake.Scene.Clock.GetUtcNow());
            call.Applied($"maintenance {Word(!isOn)}", $"maintenance {Word(isOn)}");
        }
        return ApiAnswer.Json(200, HerokuJson.App(_model, app));
    }

    private ApiAnswer Config(ApiCall call) => Whole(_model.App(call["app"]));

    private ApiAnswer SetConfig(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var fields = RequestFields.Of(call.Request, HerokuErrors.Invalid);
        var owned = _model.Of(app).Select(a => a.Var).ToArray();
        foreach (var name in fields.Names)
            if (owned.Contains(name))
                throw HerokuErrors.Invalid($"Cannot overwrite attachment values {name}.");
            else if (!HerokuSystemSpec.VarName().IsMatch(name))
                throw HerokuErrors.Invalid($"{name} is an invalid config var name.");
        var set = fields.Names.Where(n => !fields.IsNull(n)).ToDictionary(n => n, n => fields.Text(n)!);
        var removed = fields.Names.Where(n => fields.IsNull(n) && app.Config.ContainsKey(n)).ToArray();
        if (set.Count + removed.Length > 0)
        {
            var before = Said(app, fields.Names);
            foreach (var name in removed)
                app.Config.Remove(name);
            foreach (var (name, value) in set)
                app.Config[name] = value;
            call.Applied(before, Said(app, fields.Names));
            _model.Release(app, Description(set.Keys, removed));
        }
        return Whole(app);
    }

    private ApiAnswer Collaborators(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var owner = HerokuJson.Pair(_model.AccountId, _model.Email, "email");
        var one = new JsonObject
        {
            ["app"] = HerokuJson.Pair(app.Id, app.Name),
            ["created_at"] = app.Created.Iso(),
            ["id"] = _model.AccountId,
            ["role"] = "owner",
            ["updated_at"] = app.Created.Iso(),
            ["user"] = owner,
        };
        return ApiAnswer.Json(200, new JsonArray(one));
    }

    private ApiAnswer Pipeline(ApiCall call)
    {
        _model.App(call["app"]);
        throw HerokuErrors.NotFound("pipeline coupling");
    }

    private ApiAnswer Whole(HerokuApp app)
    {
        var all = new JsonObject();
        foreach (var (name, value) in _model.Config(app))
            all[name] = value;
        return ApiAnswer.Json(200, all);
    }

    private string Said(HerokuApp app, IEnumerable<string> names) =>
        fake.Scene.Secrets.Mask(
            string.Join(
                ' ',
                names.Order(StringComparer.Ordinal).Select(n => $"{n}={app.Config.GetValueOrDefault(n, "-")}")
            )
        );

    private static string Description(IReadOnlyCollection<string> set, string[] removed) =>
        (set.Count, removed.Length) switch
        {
            (_, 0) => $"Set {string.Join(", ", set)} config vars",
            (0, _) => $"Remove {string.Join(", ", removed)} config vars",
            _ => $"Set {string.Join(", ", set)} and remove {string.Join(", ", removed)} config vars",
        };

    private static string Word(bool isOn) => isOn ? "on" : "off";
}
