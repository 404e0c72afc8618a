namespace RunbookDsl.Testing.Apis;

/// <summary>Add-ons and their names on apps.</summary>
internal sealed class HerokuAddonRoutes(HerokuFake fake)
{
    private readonly HerokuModel _model = fake.Model;

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look('S', "GET", "/addons", "add-on.list_all", c => Addons(c, null)),
            fake.Look('S', "GET", "/apps/{app}/addons", "add-on.list", c => Addons(c, _model.App(c["app"]))),
            fake.Look('S', "GET", "/apps/{app}/addons/{addon}", "add-on.info", Addon),
            fake.Look('S', "POST", "/actions/addons/resolve", "add-on.resolve", Resolve),
            fake.Look(
                'S',
                "POST",
                "/actions/addon-attachments/resolve",
                "add-on-attachment.resolve",
                ResolveAttachment
            ),
            fake.Look('S', "GET", "/apps/{app}/addon-attachments", "add-on-attachment.list", OfApp),
            fake.Look('S', "GET", "/addons/{addon}/addon-attachments", "add-on-attachment.of", OfAddon),
            fake.Route('S', "POST", "/addon-attachments", "add-on-attachment.create", Attach),
        ];

    private ApiAnswer Addons(ApiCall call, HerokuApp? app)
    {
        foreach (var one in _model.Apps.Where(a => app is null || a == app))
            fake.Transitions.Looked(HerokuModel.AddonsOf(one));
        return HerokuFake.List(
            call,
            _model.Addons.Where(a => app is null || a.App == app),
            ["id", "name"],
            (a, field) => field == "id" ? a.Id : a.Name,
            a => HerokuJson.Addon(_model, a, IsExpanded(call))
        );
    }

    private ApiAnswer Addon(ApiCall call)
    {
        var addon = _model.Addon(call["addon"], _model.App(call["app"]));
        return ApiAnswer.Json(200, HerokuJson.Addon(_model, addon, IsExpanded(call)));
    }

    private ApiAnswer Resolve(ApiCall call)
    {
        var fields = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "POST /actions/addons/resolve", "addon", "app", "addon_service");
        var name = fields.Text("addon") ?? throw HerokuErrors.Invalid("addon is required");
        var app = fields.Text("app") is { } given ? _model.App(given) : null;
        var service = fields.Text("addon_service");
        var found = _model
            .Addons.Where(a => a.Name == name || a.Id == name || app is not null && IsCalled(a, app, name))
            .Where(a => service is null || a.Service == service)
            .ToArray();
        return found.Length > 0
            ? ApiAnswer.Json(200, HerokuJson.List(found, a => HerokuJson.Addon(_model, a, IsExpanded(call))))
            : throw HerokuErrors.NotFound("add-on", "add_on");
    }

    private ApiAnswer ResolveAttachment(ApiCall call)
    {
        var fields = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(
                fake,
                "POST /actions/addon-attachments/resolve",
                "addon_attachment",
                "app",
                "addon_service"
            );
        var name =
            fields.Text("addon_attachment") ?? throw HerokuErrors.Invalid("addon_attachment is required");
        var app = fields.Text("app") is { } given ? _model.App(given) : null;
        var service = fields.Text("addon_service");
        var found = _model
            .Attachments.Where(a => app is null ? a.Id == name : a.App == app && IsNamed(a, name))
            .Where(a => service is null || a.Addon.Service == service)
            .ToArray();
        return found.Length > 0
            ? Json(call, found)
            : throw HerokuErrors.NotFound("add-on attachment", "add_on attachment");
    }

    private ApiAnswer OfApp(ApiCall call) => Attachments(call, _model.Of(_model.App(call["app"])));

    private ApiAnswer OfAddon(ApiCall call)
    {
        var addon = _model.Addon(call["addon"]);
        return Attachments(call, _model.Attachments.Where(a => a.Addon == addon));
    }

    private ApiAnswer Attach(ApiCall call)
    {
        var fields = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "POST /addon-attachments", "addon", "app", "confirm", "name", "namespace");
        var addon = _model.Addon(Given(fields, "addon"));
        var app = _model.App(Given(fields, "app"));
        var name = fields.Text("name");
        if (name is not null && !HerokuSystemSpec.VarName().IsMatch(name))
            throw HerokuErrors.Invalid($"{name} is no name of an attachment.");
        var old = _model.Of(app).FirstOrDefault(a => a.Name == name);
        if (old is not null)
            CheckReplace(old, addon, fields);
        call.Applied($"{name} {old?.Addon.Name ?? "-"}".Trim(), $"{name} {addon.Name}".Trim());
        var attachment = _model.Attach(addon, app, name, fields.Text("namespace"));
        return ApiAnswer.Json(201, HerokuJson.Attachment(attachment, null));
    }

    private void CheckReplace(HerokuAttachment old, HerokuAddon addon, RequestFields fields)
    {
        if (old.Addon == addon && old.Namespace == fields.Text("namespace"))
            throw HerokuErrors.Invalid($"{addon.Name} is already attached as {old.Name}.");
        if (fields.Text("confirm") != old.App.Name)
            throw new ApiRefusal(
                HerokuErrors.Answer(
                    423,
                    "confirmation_required",
                    $"{old.Name} is in use by {old.Addon.Name}: confirm with the name of the app."
                )
            );
        if (_model.Attachments.Count(a => a.Addon == old.Addon) == 1)
            throw HerokuErrors.Invalid($"Cannot remove the last attachment of {old.Addon.Name}.");
    }

    private static string Given(RequestFields fields, string name)
    {
        var inner = fields.Values[name] is System.Text.Json.Nodes.JsonObject ? fields.Object(name) : null;
        return (inner is null ? fields.Text(name) : inner.Text("id") ?? inner.Text("name"))
            ?? throw HerokuErrors.Invalid($"{name} is required");
    }

    private ApiAnswer Attachments(ApiCall call, IEnumerable<HerokuAttachment> all) =>
        HerokuFake.List(
            call,
            all,
            ["id", "name"],
            (a, field) => field == "id" ? a.Id : a.Name,
            a => HerokuJson.Attachment(a, call.Request.Header("accept-inclusion"))
        );

    private static ApiAnswer Json(ApiCall call, IEnumerable<HerokuAttachment> all)
    {
        var inclusion = call.Request.Header("accept-inclusion");
        return ApiAnswer.Json(200, HerokuJson.List(all, a => HerokuJson.Attachment(a, inclusion)));
    }

    private bool IsCalled(HerokuAddon addon, HerokuApp app, string name) =>
        addon.App == app && (addon.Service == name || addon.Plan == name)
        || _model.Of(app).Any(a => a.Addon == addon && IsNamed(a, name));

    private static bool IsNamed(HerokuAttachment attachment, string name) =>
        attachment.Name == name || attachment.Var == name || attachment.Id == name;

    private static bool IsExpanded(ApiCall call) =>
        call.Request.Header("accept-expansion")?.Contains("plan", StringComparison.Ordinal) == true;
}
