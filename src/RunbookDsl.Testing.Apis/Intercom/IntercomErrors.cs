using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>The errors of the API.</summary>
internal sealed class IntercomErrors(Stage stage)
{
    private static readonly Dictionary<string, (int Status, string Message)> Known = new()
    {
        ["unauthorized"] = (401, "Access Token Invalid"),
        ["api_plan_restricted"] = (403, "Active subscription needed."),
        ["not_found"] = (404, "Resource Not Found"),
        ["parameter_invalid"] = (400, "The parameter is invalid"),
        ["parameter_not_found"] = (400, "The parameter was not found"),
        ["parameter_missing"] = (400, "A parameter is missing"),
        ["conflict"] = (409, "A resource with these values already exists"),
        ["unprocessable_entity"] = (422, "The entity cannot be processed"),
        ["data_invalid"] = (422, "The data is invalid"),
        ["rate_limit_exceeded"] = (429, "You have exceeded the rate limit"),
        ["server_error"] = (500, "Server error"),
        ["service_unavailable"] = (503, "Sorry, the API service is temporarily unavailable"),
    };

    public ApiRefusal Refusal(string code, string? message = null) => new(Answer(code, message));

    /// <summary>By the provider's code or by the HTTP status; service_unavailable for neither.</summary>
    public ApiAnswer Of(string? code)
    {
        if (code is not null && Known.ContainsKey(code))
            return Answer(code);
        var byStatus = Known
            .FirstOrDefault(k => FormattableString.Invariant($"{k.Value.Status}") == code)
            .Key;
        return Answer(byStatus ?? "service_unavailable");
    }

    public ApiAnswer Answer(string code, string? message = null)
    {
        var one = new JsonObject { ["code"] = code, ["message"] = message ?? Known[code].Message };
        var body = new JsonObject
        {
            ["type"] = "error.list",
            ["request_id"] = stage.Word("intercom-request", 20),
            ["errors"] = new JsonArray(one),
        };
        return ApiAnswer.Json(Known[code].Status, body);
    }
}
