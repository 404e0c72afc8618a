using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>The errors of the API.</summary>
internal static class StatuspageErrors
{
    public static ApiRefusal NotFound() => new(Of("404"));

    public static ApiRefusal Bad(string message) => new(Answer(400, message));

    public static ApiRefusal Invalid(string message) => new(Answer(422, message));

    public static ApiAnswer Of(string? code) =>
        code switch
        {
            "400" => Answer(400, "Bad request"),
            "401" => Answer(401, "Could not authenticate"),
            "403" => Answer(403, "You are not authorized to access this resource."),
            "404" => Answer(404, "The requested resource could not be found."),
            "420" => Answer(420, "Too many requests"),
            "422" => Answer(422, "Unprocessable entity"),
            "429" => Answer(429, "Too many requests"),
            "503" => Answer(503, "Service unavailable"),
            _ => Answer(500, "Internal server error"),
        };

    public static ApiAnswer Answer(int status, string message)
    {
        var body = new JsonObject { ["error"] = message, ["message"] = message };
        return ApiAnswer.Json(status, body);
    }
}
