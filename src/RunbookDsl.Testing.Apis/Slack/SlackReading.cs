using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>What an application reads: the channels it is in, and their messages, newest first.</summary>
/// <param name="spec">The workspace.</param>
/// <param name="ids">Ids of channels by their names.</param>
/// <param name="messages">All messages, oldest first.</param>
/// <param name="stranger">The answer to who is not known; null for the others.</param>
internal sealed class SlackReading(
    SlackSystemSpec spec,
    IReadOnlyDictionary<string, string> ids,
    IReadOnlyList<SlackMessage> messages,
    Func<ApiRequest, string?, ApiAnswer?> stranger
)
{
    private const int Usual = 100;
    private const int Most = 999;

    /// <summary>The time stamp that a message is known by.</summary>
    public static string Time(DateTimeOffset at, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.{number:000000}");

    public ApiAnswer Channels(ApiCall call)
    {
        if (stranger(call.Request, null) is { } refused)
            return refused;
        var isWithoutOld = call.Request.Parameter("exclude_archived") == "true";
        var found = spec
            .Channels.Where(c => !(isWithoutOld && c.IsArchived))
            .Select(c =>
                (JsonNode)
                    new JsonObject
                    {
                        ["id"] = ids[c.Name],
                        ["name"] = c.Name,
                        ["is_channel"] = true,
                        ["is_archived"] = c.IsArchived,
                        ["is_member"] = c.IsJoined,
                    }
            );
        return Page(call.Request, "channels", [.. found]);
    }

    public ApiAnswer History(ApiCall call)
    {
        var request = call.Request;
        if (stranger(request, null) is { } refused)
            return refused;
        // A name is no id here, unlike where messages are posted.
        var channel = spec.Channels.FirstOrDefault(c => ids[c.Name] == request.Parameter("channel"));
        if (channel is null)
            return SlackFake.Failure("channel_not_found");
        if (!channel.IsJoined)
            return SlackFake.Failure("not_in_channel");
        var oldest = decimal.TryParse(
            request.Parameter("oldest"),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var time
        )
            ? time
            : 0;
        var all = request.Parameter("include_all_metadata") == "true";
        var found = messages
            .Select((m, i) => (Message: m, Number: i + 1))
            .Where(m => m.Message.Channel == channel.Name && m.Message.At.ToUnixTimeSeconds() > oldest)
            .Reverse()
            .Select(m => Show(m.Message, m.Number, all));
        return Page(request, "messages", [.. found]);
    }

    private static JsonNode Show(SlackMessage message, int number, bool all)
    {
        var shown = new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "bot_message",
            ["text"] = message.Text,
            ["ts"] = Time(message.At, number),
        };
        if (all && message.Metadata is { } metadata)
            shown["metadata"] = JsonNode.Parse(metadata);
        return shown;
    }

    private static ApiAnswer Page(ApiRequest request, string name, IReadOnlyList<JsonNode> all)
    {
        var size = Number(request.Parameter("limit")) is > 0 and <= Most and var wanted ? wanted : Usual;
        var from = Number(request.Parameter("cursor"));
        var next = from + size < all.Count ? from + size : 0;
        return ApiAnswer.Json(
            200,
            new JsonObject
            {
                ["ok"] = true,
                [name] = new JsonArray([.. all.Skip(from).Take(size).Select(n => (JsonNode?)n)]),
                ["has_more"] = next > 0,
                ["response_metadata"] = new JsonObject
                {
                    ["next_cursor"] = next > 0 ? next.ToString(CultureInfo.InvariantCulture) : "",
                },
            }
        );
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
