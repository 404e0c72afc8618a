using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Deployments of change tracking.</summary>
internal sealed class NerdGraphMarks(NewRelicFake fake)
{
    private static readonly string[] Types = ["BASIC", "BLUE_GREEN", "CANARY", "ROLLING", "SHADOW", "OTHER"];
    private static readonly string[] Texts =
    [
        "changelog",
        "commit",
        "deepLink",
        "deploymentType",
        "description",
        "groupId",
        "user",
    ];

    public GraphNode Create(ApiCall call, JsonObject arguments)
    {
        var outer = new RequestFields(arguments, Refusal);
        outer.Only(fake, "changeTrackingCreateDeployment", "deployment", "dataHandlingRules");
        var fields = outer.Object("deployment") ?? throw Bad("deployment is required");
        fields.Only(fake, "ChangeTrackingDeploymentInput", ["version", "entityGuid", "timestamp", .. Texts]);
        var version = fields.Text("version") is { Length: > 0 } v ? v : throw Bad("version is required");
        var guid = fields.Text("entityGuid") ?? throw Bad("entityGuid is required");
        var app =
            fake.Spec.Applications.FirstOrDefault(a => a.Guid == guid)
            ?? throw new GraphException("The entity was not found", "NOT_FOUND");
        if (fields.Text("deploymentType") is { } type && !Types.Contains(type))
            throw Bad($"deploymentType has to be one of {string.Join(", ", Types)}");
        var body = new JsonObject
        {
            ["deploymentId"] = fake.Scene.Uuid("newrelic-deployment"),
            ["version"] = version,
            ["entityGuid"] = guid,
            ["timestamp"] = Timestamp(fields),
        };
        foreach (var name in Texts)
            body[name] = fields.Text(name);
        body["deploymentType"] ??= "BASIC";
        fake.Deployments.Add(new(body["deploymentId"]!.ToString(), app, version, body, false));
        call.Applied("no deployment", $"{app.Name} {version}");
        var node = new GraphNode("ChangeTrackingDeployment");
        foreach (var (name, value) in body)
            node.With(name, value);
        return node;
    }

    // Milliseconds since 1970, at most a day away.
    private long Timestamp(RequestFields fields)
    {
        var now = fake.Scene.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var at = fields.Number("timestamp") ?? now;
        return Math.Abs((double)at - now) <= TimeSpan.FromDays(1).TotalMilliseconds
            ? at
            : throw Bad("timestamp has to be within 24 hours of now");
    }

    private static ApiRefusal Refusal(string message) => new(NewRelicErrors.Graph(message, "INVALID_INPUT"));

    private static GraphException Bad(string message) => new(message, "INVALID_INPUT");
}
