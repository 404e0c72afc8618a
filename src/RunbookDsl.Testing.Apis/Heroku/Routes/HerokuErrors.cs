using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>The errors of Heroku's APIs.</summary>
internal static class HerokuErrors
{
    private const string Limits = "https://devcenter.heroku.com/articles/platform-api-reference#rate-limits";

    private static readonly Dictionary<string, (string Id, string Message)> Known = new()
    {
        ["400"] = ("bad_request", "Request invalid, validate usage and try again."),
        ["401"] = ("unauthorized", "Invalid credentials provided."),
        ["402"] = ("delinquent", "Either the account is delinquent, or the app is on a suspended plan."),
        ["403"] = ("forbidden", "You do not have access to the app."),
        ["404"] = ("not_found", "Couldn't find that app."),
        ["406"] = ("not_acceptable", "Set `Accept: application/vnd.heroku+json; version=3`."),
        ["409"] = ("conflict", "The resource was changed by another request."),
        ["422"] = ("invalid_params", "Invalid parameters."),
        ["500"] = ("internal_server_error", "Internal server error."),
        ["503"] = ("service_unavailable", "Service is temporarily unavailable."),
    };

    public static ApiAnswer Answer(int status, string id, string message, string? resource = null)
    {
        var body = new JsonObject { ["id"] = id, ["message"] = message };
        if (resource is not null)
            body["resource"] = resource;
        return ApiAnswer.Json(status, body);
    }

    public static ApiRefusal NotFound(string what, string? resource = null) =>
        new(Answer(404, "not_found", $"Couldn't find that {what}.", resource ?? what));

    public static ApiRefusal Invalid(string message) => new(Answer(422, "invalid_params", message));

    /// <summary>The error with this status; 503 when it is not known.</summary>
    public static ApiAnswer Of(string? code)
    {
        var status = code is not null && Known.ContainsKey(code) ? code : "503";
        return Answer(int.Parse(status, null), Known[status].Id, Known[status].Message);
    }

    public static ApiAnswer TooMany()
    {
        var body = new JsonObject
        {
            ["id"] = "rate_limit",
            ["message"] = "Your account reached the API rate limit",
            ["url"] = Limits,
        };
        return ApiAnswer.Json(429, body);
    }
}
