using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Deployments of REST v2.</summary>
internal sealed class NewRelicDeploymentRoutes(NewRelicFake fake)
{
    private const int PageSize = 200;
    private const string Root = "/v2/applications/{app}/deployments.json";
    private static readonly string[] Known = ["revision", "changelog", "description", "user", "timestamp"];

    public IEnumerable<ApiRoute> All =>
        [
            fake.Route('S', "POST", Root, "deployment.create", Create),
            fake.Look('S', "GET", Root, "deployment.list", List),
            fake.Route('S', "DELETE", "/v2/applications/{app}/deployments/{id}", "deployment.delete", Delete),
        ];

    private ApiAnswer Create(ApiCall call)
    {
        var app = App(call);
        var fields =
            RequestFields.Of(call.Request, Invalid).Object("deployment")
            ?? throw Invalid("deployment is missing");
        fields.Only(fake, "a deployment", Known);
        if (fields.Text("revision") is not { Length: > 0 } revision)
            throw Invalid("Revision can't be blank");
        var at = fake.Scene.Clock.GetUtcNow();
        if (fields.Text("timestamp") is { } given)
            at = ModelTimes.Parse(given) ?? throw Invalid("Timestamp is invalid");
        var number = 321 + fake.Deployments.Count;
        var body = new JsonObject { ["id"] = number, ["revision"] = revision };
        foreach (var name in Known[1..4])
            body[name] = fields.Text(name);
        body["timestamp"] = at.As("yyyy-MM-dd'T'HH:mm:ss'+00:00'");
        body["links"] = new JsonObject { ["application"] = app.Id };
        var id = number.ToString(CultureInfo.InvariantCulture);
        fake.Deployments.Add(new(id, app, revision, body, true));
        call.Applied("no deployment", $"{app.Name} {revision}");
        return ApiAnswer.Json(201, new JsonObject { ["deployment"] = body.DeepClone() });
    }

    private ApiAnswer List(ApiCall call)
    {
        var app = App(call);
        var all = Of(app).Reverse().ToArray();
        var text = call.Request.Parameter("page") ?? "1";
        if (
            !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            || page is 0 or > 100_000
        )
            throw Invalid("page is invalid");
        var part = all.Skip((page - 1) * PageSize).Take(PageSize);
        var answer = ApiAnswer.Json(
            200,
            new JsonObject { ["deployments"] = HerokuJson.List(part, d => d.Fields.DeepClone()) }
        );
        var last = (all.Length + PageSize - 1) / PageSize;
        return page < last
            ? answer.With("Link", $"<{Url(call, page + 1)}>; rel=\"next\", <{Url(call, last)}>; rel=\"last\"")
            : answer;
    }

    private ApiAnswer Delete(ApiCall call)
    {
        var app = App(call);
        var id = call["id"];
        var plain = id.EndsWith(".json", StringComparison.Ordinal) ? id[..^".json".Length] : id;
        var deployment =
            Of(app).FirstOrDefault(d => d.Id == plain)
            ?? throw NewRelicErrors.Rest(404, "The deployment does not exist");
        fake.Deployments.Remove(deployment);
        call.Applied($"{app.Name} {deployment.Revision}", "no deployment");
        return ApiAnswer.Json(200, new JsonObject { ["deployment"] = deployment.Fields.DeepClone() });
    }

    private IEnumerable<NewRelicDeployment> Of(NewRelicApplication app) =>
        fake.Deployments.Where(d => d.Application == app && d.IsRest);

    private NewRelicApplication App(ApiCall call) =>
        fake.Spec.Applications.FirstOrDefault(a => a.Id.ToString(CultureInfo.InvariantCulture) == call["app"])
        ?? throw NewRelicErrors.Rest(404, "The application does not exist");

    private static string Url(ApiCall call, int page) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"https://api.newrelic.com/v2/applications/{call["app"]}/deployments.json?page={page}"
        );

    private static ApiRefusal Invalid(string message) =>
        NewRelicErrors.Rest(422, "The request is invalid", message);
}
