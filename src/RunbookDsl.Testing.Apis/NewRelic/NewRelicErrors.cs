using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>The errors of both APIs.</summary>
internal static class NewRelicErrors
{
    public static ApiRefusal Rest(int status, string title, params string[] messages) =>
        new(RestAnswer(status, title, messages));

    public static ApiAnswer RestAnswer(int status, string title, params string[] messages)
    {
        var error = new JsonObject { ["title"] = title };
        if (messages.Length > 0)
            error["messages"] = HerokuJson.List(messages, m => m);
        return ApiAnswer.Json(status, new JsonObject { ["error"] = error });
    }

    /// <summary>An error of NerdGraph; its status is 200 nearly always.</summary>
    public static ApiAnswer Graph(
        string message,
        string? errorClass,
        string? errorCode = null,
        int status = 200,
        string? path = null
    )
    {
        var error = new JsonObject { ["message"] = message };
        if (path is not null)
            error["path"] = new JsonArray(path);
        var extensions = new JsonObject();
        if (errorClass is not null)
            extensions["errorClass"] = errorClass;
        if (errorCode is not null)
            extensions["error_code"] = errorCode;
        if (extensions.Count > 0)
            error["extensions"] = extensions;
        return ApiAnswer.Json(status, new JsonObject { ["data"] = null, ["errors"] = new JsonArray(error) });
    }

    /// <summary>By HTTP status, or by the error class of NerdGraph; 503 when nothing is said.</summary>
    public static ApiAnswer Of(string? code) =>
        code is not null
        && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? RestAnswer(status, Title(status))
        : code == "BAD_API_KEY" ? BadKey()
        : code is not null ? Graph($"{code}: the request could not be carried out.", code)
        : RestAnswer(503, Title(503));

    public static ApiAnswer BadKey() =>
        Graph("The API key provided is invalid", "UNAUTHORIZED", "BAD_API_KEY", 401);

    private static string Title(int status) =>
        status switch
        {
            401 => "The API key provided is invalid",
            402 => "Payment required",
            403 => "New Relic API access has not been enabled for your user account",
            404 => "Resource not found",
            422 => "The request is invalid",
            429 => "Too many requests",
            503 => "Service unavailable",
            _ => "A server error occured, please contact New Relic support",
        };
}
