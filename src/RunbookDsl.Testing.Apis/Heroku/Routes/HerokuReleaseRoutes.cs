using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>Releases.</summary>
internal sealed class HerokuReleaseRoutes(HerokuFake fake)
{
    private readonly HerokuModel _model = fake.Model;

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look('S', "GET", "/apps/{app}/releases", "release.list", Releases),
            fake.Look('S', "GET", "/apps/{app}/releases/{release}", "release.info", Info),
            fake.Route('S', "POST", "/apps/{app}/releases", "release.rollback", Rollback),
        ];

    private ApiAnswer Releases(ApiCall call)
    {
        var app = Seen(call);
        return HerokuFake.List(
            call,
            app.Releases,
            ["version", "id"],
            (r, field) => field == "id" ? r.Id : Number(r.Version),
            r => HerokuJson.Release(_model, app, r)
        );
    }

    private ApiAnswer Info(ApiCall call)
    {
        var app = Seen(call);
        return ApiAnswer.Json(200, HerokuJson.Release(_model, app, Find(app, call["release"])));
    }

    private ApiAnswer Rollback(ApiCall call)
    {
        var app = _model.App(call["app"]);
        var wanted = RequestFields
            .Of(call.Request, HerokuErrors.Invalid)
            .Only(fake, "POST /apps/{app}/releases", "release")
            .Loose("release");
        var old = Find(app, wanted ?? throw HerokuErrors.Invalid("release is required"));
        if (old.Status != "succeeded")
            throw HerokuErrors.Invalid($"Cannot roll back to v{old.Version}, which is {old.Status}.");
        var owned = _model.Of(app).Select(a => a.Var).ToArray();
        app.Config = new(
            old.Config.Where(c => !owned.Contains(c.Key)).ToDictionary(),
            StringComparer.Ordinal
        );
        call.Applied("the current release", $"the code and config vars of v{old.Version}");
        var release = _model.Release(app, $"Rollback to v{old.Version}", old.Slug);
        return ApiAnswer.Json(201, HerokuJson.Release(_model, app, release));
    }

    private HerokuApp Seen(ApiCall call)
    {
        var app = _model.App(call["app"]);
        fake.Transitions.Looked(HerokuModel.ReleasesOf(app));
        return app;
    }

    private static HerokuRelease Find(HerokuApp app, string idOrVersion) =>
        app.Releases.Find(r => r.Id == idOrVersion || Number(r.Version) == idOrVersion.TrimStart('v'))
        ?? throw HerokuErrors.NotFound("release");

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);
}
