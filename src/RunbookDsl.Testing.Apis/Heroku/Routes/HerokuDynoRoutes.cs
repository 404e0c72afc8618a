using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Process types and the dynos they give.</summary>
internal sealed class HerokuDynoRoutes(HerokuFake fake)
{
    private const int Most = 100;
    private readonly HerokuModel _model = fake.Model;

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look('S', "GET", "/apps/{app}/formation", "formation.list", Formations),
            fake.Route('S', "PATCH", "/apps/{app}/formation", "formation.batch_update", Scale),
            fake.Look('S', "GET", "/apps/{app}/formation/{type}", "formation.info", Formation),
            fake.Route('S', "PATCH", "/apps/{app}/formation/{type}", "formation.update", ScaleOne),
            fake.Look('S', "GET", "/apps/{app}/dynos", "dyno.list", Dynos),
            fake.Look('S', "GET", "/apps/{app}/dynos/{dyno}", "dyno.info", Dyno),
            fake.Route('S', "DELETE", "/apps/{app}/dynos", "dyno.restart_all", c => Restart(c, _ => true)),
            fake.Route('S', "DELETE", "/apps/{app}/dynos/{dyno}", "dyno.restart", RestartDyno),
            fake.Route('S', "DELETE", "/apps/{app}/formations/{type}", "dyno.restart_formation", RestartType),
            fake.Route('S', "POST", "/apps/{app}/dynos/{dyno}/actions/stop", "dyno.stop", RestartDyno),
            fake.Route(
                'S',
                "POST",
                "/apps/{app}/formations/{type}/actions/stop",
                "dyno.stop_formation",
                RestartType
            ),
        ];

    private ApiAnswer Formations(ApiCall call)
    {
        var app = _model.App(call["app"]);
        return HerokuFake.List(
            call,
            app.Formations,
            ["id", "type"],
            (f, field) => field == "id" ? f.Id : f.Type,
            f => HerokuJson.Formation(app, f)
        );
    }

    private ApiAnswer Formation(ApiCall call)
    {
        var app = _model.App(call["app"]);
        return ApiAnswer.Json(200, HerokuJson.Formation(app, Type(app, call["type"])));
    }

    private ApiAnswer Scale(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var updates = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "PATCH /apps/{app}/formation", "updates")
            .Objects("updates");
        if (updates.Count == 0)
            throw HerokuErrors.Invalid("updates is empty");
        var wanted = updates.Select(u => Wanted(app, Type(app, Named(u)), u)).ToArray();
        Apply(call, app, wanted);
        return ApiAnswer.Json(200, HerokuJson.List(app.Formations, f => HerokuJson.Formation(app, f)));
    }

    private ApiAnswer ScaleOne(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var type = Type(app, call["type"]);
        var fields = RequestFields.Of(call.Request, HerokuErrors.Invalid);
        Apply(call, app, [Wanted(app, type, fields)]);
        return ApiAnswer.Json(200, HerokuJson.Formation(app, type));
    }

    private (HerokuFormation Type, int Quantity, string Size) Wanted(
        HerokuApp app,
        HerokuFormation type,
        RequestFields fields
    )
    {
        fields.Only(fake, $"a formation of {app.Name}", "type", "quantity", "size", "dyno_size");
        var size = fields.Text("size") ?? Size(fields) ?? type.Size;
        return (
            type,
            Quantity(fields.Loose("quantity"), type.Quantity),
            HerokuSizes.Find(size) ?? throw HerokuErrors.Invalid($"Couldn't find dyno size {size}.")
        );
    }

    // Numbers, numbers in quotes, and +1 or -1 as `heroku ps:scale` sends them.
    private static int Quantity(string? text, int now)
    {
        if (text is null)
            return now;
        var style = NumberStyles.AllowLeadingSign;
        if (!int.TryParse(text, style, CultureInfo.InvariantCulture, out var number))
            throw HerokuErrors.Invalid($"Quantity {text} is no number.");
        var wanted = text[0] is '+' or '-' ? now + number : number;
        return wanted is >= 0 and <= Most
            ? wanted
            : throw HerokuErrors.Invalid($"Quantity must be between 0 and {Most}.");
    }

    private static string? Size(RequestFields fields) =>
        fields.Values["dyno_size"] is JsonValue ? fields.Text("dyno_size")
        : fields.Object("dyno_size") is { } inner ? inner.Text("name")
        : null;

    private void Apply(
        ApiCall call,
        HerokuApp app,
        IReadOnlyList<(HerokuFormation Type, int Quantity, string Size)> wanted
    )
    {
        var changed = wanted.Where(w => w.Type.Quantity != w.Quantity || w.Type.Size != w.Size).ToArray();
        if (changed.Length == 0)
            return;
        call.Applied(
            Said(changed),
            string.Join(' ', changed.Select(w => $"{w.Type.Type}={w.Quantity}:{w.Size}"))
        );
        foreach (var (type, quantity, size) in changed)
            _model.Scale(app, type, quantity, size);
    }

    private static string Said((HerokuFormation Type, int, string)[] changed) =>
        string.Join(' ', changed.Select(w => w.Type.ToString()));

    private ApiAnswer Dynos(ApiCall call)
    {
        var app = _model.App(call["app"]);
        fake.Transitions.Looked(HerokuModel.DynosOf(app));
        fake.Transitions.Looked(HerokuModel.ReleasesOf(app));
        return HerokuFake.List(
            call,
            app.Dynos,
            ["id", "name"],
            (d, field) => field == "id" ? d.Id : d.Name,
            d => HerokuJson.Dyno(app, d)
        );
    }

    private ApiAnswer Dyno(ApiCall call)
    {
        var app = _model.App(call["app"]);
        fake.Transitions.Looked(HerokuModel.DynosOf(app));
        return ApiAnswer.Json(200, HerokuJson.Dyno(app, Dyno(app, call["dyno"])));
    }

    private ApiAnswer RestartDyno(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var dyno = Dyno(app, call["dyno"]);
        return Restart(call, d => d == dyno);
    }

    private ApiAnswer RestartType(ApiCall call)
    {
        Type(_model.App(call["app"]), call["type"]);
        return Restart(call, d => d.Type == call["type"]);
    }

    private ApiAnswer Restart(ApiCall call, Func<HerokuDyno, bool> which)
    {
        var app = _model.App(call["app"]);
        var names = string.Join(' ', app.Dynos.Where(which).Select(d => d.Name));
        if (names.Length > 0)
        {
            call.Applied($"{names} running", $"{names} started anew");
            _model.Restart(app, which);
        }
        return ApiAnswer.Json(202, new JsonObject());
    }

    private static string Named(RequestFields fields) =>
        fields.Text("type") ?? throw HerokuErrors.Invalid("type is required");

    private static HerokuFormation Type(HerokuApp app, string type) =>
        app.Formations.Find(f => f.Type == type || f.Id == type)
        ?? throw HerokuErrors.NotFound("process type", "formation");

    private static HerokuDyno Dyno(HerokuApp app, string dyno) =>
        app.Dynos.Find(d => d.Name == dyno || d.Id == dyno) ?? throw HerokuErrors.NotFound("dyno");
}
