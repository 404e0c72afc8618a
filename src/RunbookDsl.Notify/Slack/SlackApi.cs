using System.Globalization;
using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Notify;

/// <summary>Channels and messages through Slack's Web API.</summary>
internal sealed class SlackApi(StepContext context, SecretReference token)
{
    /// <summary>What a message of ours is called in its metadata.</summary>
    public const string EventType = "runbook_step";

    private const int MostPages = 10;
    private static readonly string[] Uncertain =
    [
        "fatal_error",
        "internal_error",
        "request_timeout",
        "service_unavailable",
    ];

    private readonly HttpApi _api = new HttpApi(context, "Slack", "https://slack.com/api")
    {
        Explain = r => r.Json().TextAt("error"),
    }.With("Authorization", "Bearer " + context.Reveal(token));

    public async Task PostAsync(string channel, string text, string mark, CancellationToken cancellation)
    {
        var json = ApiJson.Write(j =>
        {
            j.WriteString("channel", channel);
            j.WriteString("text", text);
            j.WriteStartObject("metadata");
            j.WriteString("event_type", EventType);
            j.WriteStartObject("event_payload");
            j.WriteString("mark", mark);
            j.WriteEndObject();
            j.WriteEndObject();
        });
        var reply = await _api.ChangeAsync(new("POST", "chat.postMessage", json), cancellation)
            .ConfigureAwait(false);
        var answer = reply.Json();
        if (answer.FlagAt("ok") == true)
            return;
        // Refused with status 200.
        var error = answer.TextAt("error") ?? "no JSON";
        throw error == "no JSON" || Uncertain.Contains(error)
            ? new OutcomeUnknownException($"Slack: POST /chat.postMessage: {error}; it may have happened")
            : new OperationFailedException($"Slack: POST /chat.postMessage: {error}");
    }

    /// <summary>Whether a message with this mark stands in the channel since then.</summary>
    /// <exception cref="OperationFailedException">The application may not look, or there is too much to look
    /// through.</exception>
    public async Task<bool> IsThereAsync(
        string channel,
        string mark,
        DateTimeOffset since,
        CancellationToken cancellation
    )
    {
        var id = await IdAsync(channel, cancellation).ConfigureAwait(false);
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"conversations.history?channel={id}&limit=100&include_all_metadata=true&oldest={since.ToUnixTimeSeconds()}"
        );
        await foreach (var page in PagesAsync(query, cancellation).ConfigureAwait(false))
            if (page.At("messages").Items().Any(m => IsMarked(m, mark)))
                return true;
        return false;
    }

    private async Task<string> IdAsync(string channel, CancellationToken cancellation)
    {
        if (!channel.StartsWith('#'))
            return Uri.EscapeDataString(channel);
        const string Query =
            "conversations.list?limit=200&exclude_archived=true&types=public_channel,private_channel";
        await foreach (var page in PagesAsync(Query, cancellation).ConfigureAwait(false))
        foreach (var found in page.At("channels").Items())
            if (found.TextAt("name") == channel[1..] && found.TextAt("id") is { } id)
                return Uri.EscapeDataString(id);
        throw new OperationFailedException($"Slack: the application sees no channel {channel}");
    }

    private async IAsyncEnumerable<JsonElement> PagesAsync(
        string query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var cursor = "";
        for (var number = 1; number <= MostPages; number++)
        {
            var next = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var reply = await _api.LookAsync(new("GET", query + next), cancellation).ConfigureAwait(false);
            var answer = reply.Json();
            if (answer.FlagAt("ok") != true)
                throw new OperationFailedException(
                    $"Slack: GET /{query.Split('?')[0]}: {answer.TextAt("error") ?? "no JSON"}"
                );
            yield return answer;
            cursor = answer.At("response_metadata").TextAt("next_cursor") ?? "";
            if (cursor.Length == 0)
                yield break;
        }
        throw new OperationFailedException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Slack: GET /{query.Split('?')[0]}: there are more than {MostPages} pages to look through"
            )
        );
    }

    private static bool IsMarked(JsonElement message, string mark) =>
        message.At("metadata") is var metadata
        && metadata.TextAt("event_type") == EventType
        && metadata.At("event_payload").TextAt("mark") == mark;
}
