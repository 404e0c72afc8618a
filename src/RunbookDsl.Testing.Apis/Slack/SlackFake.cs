using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Slack, as far as posting messages goes: incoming webhooks and <c>chat.postMessage</c>.</summary>
internal sealed class SlackFake : ApiFake
{
    private const string Hooks = "hooks.slack.com";

    private static readonly Dictionary<string, int> HookErrors = new()
    {
        ["invalid_payload"] = 400,
        ["invalid_blocks"] = 400,
        ["no_text"] = 400,
        ["user_not_found"] = 400,
        ["action_prohibited"] = 403,
        ["invalid_token"] = 403,
        ["channel_not_found"] = 404,
        ["no_service"] = 404,
        ["no_team"] = 404,
        ["channel_is_archived"] = 410,
        ["rollup_error"] = 500,
    };

    private readonly SlackSystemSpec _spec;
    private readonly SlackPace _pace;
    private readonly string _team;
    private readonly Dictionary<string, (string Secret, string Channel)> _hooks = [];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly Dictionary<string, string> _ids = [];
    private readonly List<SlackMessage> _messages = [];
    private readonly SlackReading _reading;

    public SlackFake(Stage stage, SlackSystemSpec spec)
        : base(stage, spec.Name)
    {
        (_spec, _pace, _team) = (spec, new(stage.Clock, spec.Burst), Id("T"));
        foreach (var channel in spec.Channels)
            _ids[channel.Name] = stage.Tokens.Name(Id("C"), "slack-channel", channel.Name);
        foreach (var (secret, channel) in spec.Webhooks)
            _hooks[$"/services/{_team}/{Id("B")}/{Hex(12)}"] = (secret, channel);
        foreach (var secret in spec.Tokens)
            _tokens[$"xoxb-{Hex(16)}"] = secret;
        _reading = new(spec, _ids, _messages, Stranger);
        Routes =
        [
            new("POST", "/services/{team}/{service}/{key}", "webhook.post", true, Hook)
            {
                Evidence = 'D',
                When = r => r.Host == Hooks,
                About = Channel,
                Line = r => $"POST webhook of {Channel(r)}",
            },
            new("POST", "/api/chat.postMessage", "chat.postMessage", true, Post)
            {
                Evidence = 'D',
                When = r => r.Host != Hooks,
            },
            new("GET", "/api/conversations.list", "conversations.list", false, _reading.Channels)
            {
                Evidence = 'D',
                When = r => r.Host != Hooks,
            },
            new("GET", "/api/conversations.history", "conversations.history", false, _reading.History)
            {
                Evidence = 'D',
                When = r => r.Host != Hooks,
            },
        ];
    }

    public override IReadOnlyList<string> Hosts { get; } = [Hooks, "slack.com", "www.slack.com"];

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public void Surround(Surroundings surroundings)
    {
        foreach (var (path, hook) in _hooks)
            surroundings.Secret(hook.Secret, $"https://{Hooks}{path}");
        foreach (var (token, secret) in _tokens)
            surroundings.Secret(secret, token);
    }

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route) => null;

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) =>
        HookErrors.TryGetValue(fault.Code ?? "rollup_error", out var status)
            ? ApiAnswer.Text(status, fault.Code ?? "rollup_error")
        : int.TryParse(fault.Code, CultureInfo.InvariantCulture, out var number) && number is >= 400 and < 600
            ? ApiAnswer.Text(number, "")
        : Failure(fault.Code!);

    public override string Refusal(ApiRequest request) =>
        request.Host == Hooks ? "action_prohibited" : "restricted_action";

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        ApiAnswer
            .Json(429, new JsonObject { ["ok"] = false, ["error"] = "ratelimited" })
            .With("Retry-After", CloudflareLimit.Seconds(retryAfter));

    public override ApiAnswer NoRoute(ApiRequest request, string text) =>
        request.Host == Hooks ? ApiAnswer.Text(404, "no_service") : Failure("unknown_method");

    public override SystemState State() =>
        SystemState.Of(
            System,
            _messages.Select(
                (m, i) =>
                    new KeyValuePair<string, string>(
                        string.Create(CultureInfo.InvariantCulture, $"message {i + 1:000}"),
                        Stage.Tokens.Replace(Stage.Secrets.Mask($"#{m.Channel}: {m.Text}"))
                    )
            )
        );

    private string Channel(ApiRequest request) =>
        _hooks.TryGetValue(request.Path, out var hook) ? $"#{hook.Channel}" : "nobody";

    private ApiAnswer Hook(ApiCall call)
    {
        if (call["team"] != _team)
            return Plain("no_team");
        if (!_hooks.TryGetValue(call.Request.Path, out var hook))
            return Plain("no_service");
        if (Payload(call.Request) is not { } body)
            return Plain("invalid_payload");
        if (Text(body) is not { } text)
            return Plain("no_text");
        if (_spec.Channels.First(c => c.Name == hook.Channel).IsArchived)
            return Plain("channel_is_archived");
        if (!_pace.Take(hook.Channel))
            return ApiAnswer.Text(429, "rate_limited", "text/plain").With("Retry-After", "1");
        Say(call, hook.Channel, text);
        return ApiAnswer.Text(200, "ok", "text/plain");
    }

    private ApiAnswer Post(ApiCall call)
    {
        var request = call.Request;
        var body = Payload(request);
        if (Stranger(request, Field(body, "token")) is { } stranger)
            return stranger;
        if (body is null)
            return Failure("invalid_json");
        var wanted = Field(body, "channel")?.TrimStart('#');
        var channel = _spec.Channels.FirstOrDefault(c => c.Name == wanted || _ids[c.Name] == wanted);
        if (channel is null)
            return Failure("channel_not_found");
        if (channel.IsArchived)
            return Failure("is_archived");
        if (!channel.IsJoined)
            return Failure("not_in_channel");
        if (Text(body) is not { } text)
            return Failure("no_text");
        if (!_pace.Take(channel.Name))
            return RateLimited(call.Request, TimeSpan.FromSeconds(1));
        if (Metadata(body, out var metadata) is { } wrong)
            return wrong;
        var time = Say(call, channel.Name, text, metadata);
        return ApiAnswer.Json(
            200,
            new JsonObject
            {
                ["ok"] = true,
                ["channel"] = _ids[channel.Name],
                ["ts"] = time,
                ["message"] = new JsonObject
                {
                    ["type"] = "message",
                    ["subtype"] = "bot_message",
                    ["text"] = text,
                    ["ts"] = time,
                },
            }
        );
    }

    // Null when the token is known.
    private ApiAnswer? Stranger(ApiRequest request, string? inBody)
    {
        var token = request.Header("authorization") is { } header
            ? header.StartsWith("Bearer ", StringComparison.Ordinal)
                ? header["Bearer ".Length..]
                : ""
            : inBody;
        return token is null ? Failure("not_authed")
            : !_tokens.ContainsKey(token) ? Failure("invalid_auth")
            : null;
    }

    private static ApiAnswer? Metadata(JsonObject body, out string? metadata)
    {
        metadata = null;
        if (body["metadata"] is null)
            return null;
        if (
            body["metadata"] is not JsonObject given
            || Field(given, "event_type") is not { Length: > 0 }
            || given["event_payload"] is not JsonObject
        )
            return Failure("invalid_metadata_format");
        metadata = given.ToJsonString();
        return null;
    }

    private string Say(ApiCall call, string channel, string text, string? metadata = null)
    {
        var now = Stage.Clock.GetUtcNow();
        Stage.CheckLeak(text, $"a message in #{channel}");
        _messages.Add(new(channel, text, now) { Metadata = metadata });
        call.Applied("", Stage.Secrets.Mask($"#{channel}: {text}"));
        return SlackReading.Time(now, _messages.Count);
    }

    // What people see: the text, else that of the blocks or attachments.
    private static string? Text(JsonObject body)
    {
        if (Field(body, "text") is { Length: > 0 } text)
            return text;
        var parts = new[] { body["blocks"], body["attachments"] }
            .OfType<JsonArray>()
            .SelectMany(a => a.OfType<JsonObject>())
            .Select(o => Field(o["text"] as JsonObject, "text") ?? Field(o, "text") ?? Field(o, "fallback"))
            .OfType<string>()
            .ToArray();
        return parts.Length > 0 ? string.Join(" / ", parts) : null;
    }

    private static string? Field(JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : null;

    private static JsonObject? Payload(ApiRequest request)
    {
        if (
            request
                .Header("content-type")
                ?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true
        )
            return request.Json() as JsonObject;
        var form = DoorRequest.Query(request.Text);
        var payload = form.FirstOrDefault(f => f.Key == "payload").Value;
        if (payload is not null)
            return (request with { Body = global::System.Text.Encoding.UTF8.GetBytes(payload) }).Json()
                as JsonObject;
        // curl -d says that it sends a form, whatever it sends; the webhook takes JSON all the same.
        return request.Json() as JsonObject
            ?? (
                form.Count > 0
                    ? new JsonObject(
                        form.DistinctBy(f => f.Key)
                            .Select(f => new KeyValuePair<string, JsonNode?>(f.Key, f.Value))
                    )
                    : null
            );
    }

    private static ApiAnswer Plain(string error) => ApiAnswer.Text(HookErrors[error], error, "text/plain");

    internal static ApiAnswer Failure(string error) =>
        ApiAnswer.Json(200, new JsonObject { ["ok"] = false, ["error"] = error });

    private string Id(string letter) => letter + Convert.ToHexString(Stage.Bytes($"{System}/{letter}", 5));

    private string Hex(int bytes) => Convert.ToHexStringLower(Stage.Bytes($"{System}/secret", bytes));
}
