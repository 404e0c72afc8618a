using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>What every answer of the API is wrapped in.</summary>
internal static class CloudflareEnvelope
{
    public static ApiAnswer Success(JsonNode? result, params JsonNode[] messages) =>
        ApiAnswer.Json(200, Whole(result, messages));

    /// <summary>One page of a list.</summary>
    /// <param name="request">Asks for a page.</param>
    /// <param name="all">The whole list.</param>
    /// <param name="usual">Items of a page when the request does not say.</param>
    /// <param name="most">Items of a page at most.</param>
    /// <param name="write">Makes JSON of one.</param>
    public static ApiAnswer Page<T>(
        ApiRequest request,
        IReadOnlyList<T> all,
        int usual,
        int most,
        Func<T, JsonNode> write
    )
    {
        var page = Number(request, "page", 1, int.MaxValue);
        var size = Number(request, "per_page", usual, most);
        var items = all.Skip((int)Math.Min((page - 1L) * size, int.MaxValue)).Take(size).ToArray();
        var answer = Whole(new JsonArray([.. items.Select(i => (JsonNode?)write(i))]), []);
        answer["result_info"] = new JsonObject
        {
            ["page"] = page,
            ["per_page"] = size,
            ["count"] = items.Length,
            ["total_count"] = all.Count,
            ["total_pages"] = (all.Count + size - 1) / size,
        };
        return ApiAnswer.Json(200, answer);
    }

    public static ApiAnswer Failure(int status, int code, string message, (int, string)? chain = null)
    {
        var error = Message(code, message);
        if (chain is var (inner, why))
            error["error_chain"] = new JsonArray(Message(inner, why));
        return ApiAnswer.Json(
            status,
            new JsonObject
            {
                ["result"] = null,
                ["success"] = false,
                ["errors"] = new JsonArray(error),
                ["messages"] = new JsonArray(),
            }
        );
    }

    public static JsonObject Message(int code, string message) =>
        new() { ["code"] = code, ["message"] = message };

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Whole(JsonNode? result, JsonNode[] messages) =>
        new()
        {
            ["result"] = result,
            ["success"] = true,
            ["errors"] = new JsonArray(),
            ["messages"] = new JsonArray([.. messages]),
        };

    private static int Number(ApiRequest request, string name, int usual, int most) =>
        request.Parameter(name) is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? Math.Min(number, most)
        : throw new CloudflareRefusal(400, 1004, $"Invalid {name}: {text}");
}
