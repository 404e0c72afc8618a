using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Pages, components and incidents; each path with and without <c>.json</c>.</summary>
internal sealed class StatuspageRoutes(StatuspageFake fake)
{
    private const string Root = "/v1/pages";
    private const string Incidents = Root + "/{page}/incidents";
    private readonly StatuspageCourse _course = new(fake);

    public IEnumerable<ApiRoute> All =>
        [
            .. Look(Root, "page.list", _ => Json(fake.Pages, StatuspageJson.Page)),
            .. Look(Root + "/{page}", "page.info", c => ApiAnswer.Json(200, StatuspageJson.Page(Page(c)))),
            .. Look(Root + "/{page}/components", "component.list", Components),
            .. Look(Root + "/{page}/components/{component}", "component.info", Component),
            .. Route("PATCH", Root + "/{page}/components/{component}", "component.update", SetComponent),
            .. Route("PUT", Root + "/{page}/components/{component}", "component.update", SetComponent),
            .. Route("POST", Incidents, "incident.create", Create),
            .. Look(Incidents, "incident.list", c => List(c, _ => true)),
            .. Look(
                Incidents + "/unresolved",
                "incident.unresolved",
                c => List(c, i => !i.IsScheduled && !i.IsOver)
            ),
            .. Look(Incidents + "/scheduled", "incident.scheduled", c => List(c, i => i.IsScheduled)),
            .. Look(Incidents + "/upcoming", "incident.upcoming", c => List(c, i => i.Status == "scheduled")),
            .. Look(
                Incidents + "/active_maintenance",
                "incident.active_maintenance",
                c => List(c, i => i.Status is "in_progress" or "verifying")
            ),
            .. Look(
                Incidents + "/{incident}",
                "incident.info",
                c => ApiAnswer.Json(200, StatuspageJson.Incident(Page(c), Incident(c)))
            ),
            .. Route("PATCH", Incidents + "/{incident}", "incident.update", Update),
            .. Route("PUT", Incidents + "/{incident}", "incident.update", Update),
            .. Route(
                "PATCH",
                Incidents + "/{incident}/incident_updates/{update}",
                "incident_update.update",
                EditUpdate
            ),
        ];

    private ApiAnswer Components(ApiCall call)
    {
        var page = Page(call);
        return Json(page.Components, c => StatuspageJson.Component(page, c));
    }

    private ApiAnswer Component(ApiCall call)
    {
        var page = Page(call);
        return ApiAnswer.Json(200, StatuspageJson.Component(page, Component(page, call["component"])));
    }

    private ApiAnswer SetComponent(ApiCall call)
    {
        var page = Page(call);
        var component = Component(page, call["component"]);
        var fields = Inner(call, "component").Only(fake, "component", "status", "name", "description");
        var status = fields.Text("status") ?? component.Status;
        StatuspageCourse.CheckStatus(status);
        if (status != component.Status)
            call.Applied($"{component.Name} {component.Status}", $"{component.Name} {status}");
        component.Status = status;
        component.Name = fields.Text("name") ?? component.Name;
        component.Description = fields.Text("description") ?? component.Description;
        component.Updated = fake.Scene.Clock.GetUtcNow();
        return ApiAnswer.Json(200, StatuspageJson.Component(page, component));
    }

    private ApiAnswer Create(ApiCall call)
    {
        var page = Page(call);
        var fields = Inner(call, "incident").Only(fake, "incident", StatuspageWords.Fields);
        return ApiAnswer.Json(201, StatuspageJson.Incident(page, _course.Create(call, page, fields)));
    }

    private ApiAnswer Update(ApiCall call)
    {
        var page = Page(call);
        var incident = Incident(call);
        var fields = Inner(call, "incident").Only(fake, "incident", StatuspageWords.Fields);
        _course.Update(call, page, incident, fields);
        return ApiAnswer.Json(200, StatuspageJson.Incident(page, incident));
    }

    private ApiAnswer EditUpdate(ApiCall call)
    {
        var incident = Incident(call);
        var update =
            incident.Updates.Find(u => u.Id == Plain(call["update"])) ?? throw StatuspageErrors.NotFound();
        var fields = Inner(call, "incident_update")
            .Only(
                fake,
                "incident_update",
                "body",
                "display_at",
                "deliver_notifications",
                "wants_twitter_update"
            );
        var body = StatuspageCourse.Body(fields) ?? update.Body;
        var displayed = StatuspageCourse.Time(fields, "display_at") ?? update.Displayed;
        if (body != update.Body)
            call.Applied(update.Body, body);
        (update.Body, update.Displayed) = (body, displayed);
        update.IsDelivered = fields.Flag("deliver_notifications") ?? update.IsDelivered;
        update.WantsTweet = fields.Flag("wants_twitter_update") ?? update.WantsTweet;
        update.Updated = fake.Scene.Clock.GetUtcNow();
        return ApiAnswer.Json(200, StatuspageJson.Update(incident, update));
    }

    private ApiAnswer List(ApiCall call, Func<StatuspageIncident, bool> which)
    {
        var page = Page(call);
        var size = Count(call, "limit", Count(call, "per_page", 100));
        var number = Math.Max(1, Count(call, "page", 1));
        var text = call.Request.Parameter("q");
        var found = page
            .Incidents.AsEnumerable()
            .Reverse()
            .Where(which)
            .Where(i => text is null || i.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Skip((number - 1) * size)
            .Take(size);
        return Json(found, i => StatuspageJson.Incident(page, i));
    }

    private static int Count(ApiCall call, string name, int otherwise) =>
        call.Request.Parameter(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && (count <= 100 || name == "page" && count <= 100_000)
            ? count
        : throw StatuspageErrors.Bad($"{name} is not valid");

    /// <summary>The object within a body of JSON or of a form; another content type is refused.</summary>
    private static RequestFields Inner(ApiCall call, string name)
    {
        var type = call.Request.Header("content-type")?.Split(';')[0].Trim();
        var fields = type switch
        {
            "application/json" => RequestFields.Of(call.Request, StatuspageErrors.Bad),
            "application/x-www-form-urlencoded" => new(
                StatuspageForm.Parse(call.Request.Text)
                    ?? throw StatuspageErrors.Bad("the form is not valid"),
                StatuspageErrors.Bad
            ),
            _ => throw StatuspageErrors.Bad("Content-Type has to be application/json or a form"),
        };
        return fields.Object(name) ?? throw StatuspageErrors.Bad($"param is missing: {name}");
    }

    private StatuspagePage Page(ApiCall call) =>
        fake.Pages.Find(p => p.Id == Plain(call["page"])) ?? throw StatuspageErrors.NotFound();

    private StatuspageIncident Incident(ApiCall call) =>
        Page(call).Incidents.Find(i => i.Id == Plain(call["incident"])) ?? throw StatuspageErrors.NotFound();

    private static StatuspageComponent Component(StatuspagePage page, string id) =>
        page.Components.Find(c => c.Id == Plain(id)) ?? throw StatuspageErrors.NotFound();

    private static string Plain(string id) =>
        id.EndsWith(".json", StringComparison.Ordinal) ? id[..^".json".Length] : id;

    private static ApiAnswer Json<T>(IEnumerable<T> all, Func<T, JsonNode?> one) =>
        ApiAnswer.Json(200, HerokuJson.List(all, one));

    private IEnumerable<ApiRoute> Look(string path, string operation, Func<ApiCall, ApiAnswer> answer) =>
        Route("GET", path, operation, answer);

    private IEnumerable<ApiRoute> Route(
        string method,
        string path,
        string operation,
        Func<ApiCall, ApiAnswer> answer
    )
    {
        // A value at the end of the path takes the suffix in; a word there needs a path of its own.
        if (!path.EndsWith('}'))
            yield return fake.Route('S', method, path + ".json", operation, answer);
        yield return fake.Route('S', method, path, operation, answer);
    }
}
