using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// Cloudflare's API, version 4, as far as zones and their records go. It edits the zones that the name server
/// of the stage serves.
/// </summary>
internal sealed partial class CloudflareFake : ApiFake
{
    internal const string Base = "/client/v4";
    private readonly CloudflareAccess _access = new();
    private readonly CloudflareSystemSpec _spec;
    private readonly CloudflareLimit _limit;
    private readonly CloudflareWriter _writer;
    private readonly List<(string Secret, string Value)> _secrets = [];

    public CloudflareFake(Stage stage, CloudflareSystemSpec spec)
        : base(stage, spec.Name)
    {
        (_spec, _limit) = (spec, new(stage.Clock, spec.Limit, TimeSpan.FromMinutes(5)));
        foreach (var (secret, zones) in spec.Tokens)
        {
            var token = Convert.ToHexStringLower(stage.Bytes($"{System}/token", 20));
            var id = stage.Tokens.Name(Hex(stage.Bytes($"{System}/token id", 16)), "cf-token", secret);
            _access.AddToken(Give(secret, token), new(id, zones));
        }
        foreach (var (secret, email) in spec.Keys)
            _access.AddKey(email, Give(secret, Hex(stage.Bytes($"{System}/key", 19))[..37]));
        foreach (var zone in spec.Zones)
            zone.Fill(stage);
        _writer = new(stage, Hex(stage.Bytes($"{System}/account", 16)));
        Routes = CloudflareRoutes.Of(this);
    }

    public override IReadOnlyList<string> Hosts { get; } = ["api.cloudflare.com"];

    public override IReadOnlyList<ApiRoute> Routes { get; }

    // An account without zones of its own has all that the world has.
    private IEnumerable<Zone> Zones =>
        Stage.Zones().Zones.Where(z => _spec.Zones.IsEmpty || _spec.Zones.Any(s => s.Name == z.Name));

    public void Surround(Surroundings surroundings)
    {
        foreach (var (secret, value) in _secrets)
            surroundings.Secret(secret, value);
    }

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route)
    {
        if (!_limit.Take())
            return CloudflareEnvelope.Failure(429, 971, SlowDown);
        try
        {
            _access.Find(request);
            return CheckBody(request);
        }
        catch (CloudflareRefusal refusal)
        {
            return refusal.Answer;
        }
    }

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) =>
        int.TryParse(fault.Code, CultureInfo.InvariantCulture, out var code) && code is < 400 or > 599
            ? CloudflareEnvelope.Failure(400, code, "Error")
            : CloudflareEnvelope.Failure(code is 0 ? 500 : code, 10013, "An unknown error has occurred");

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        Dress(
            CloudflareEnvelope
                .Failure(429, 971, SlowDown)
                .With("retry-after", CloudflareLimit.Seconds(retryAfter))
        );

    public override ApiAnswer NoRoute(ApiRequest request, string text) =>
        CloudflareEnvelope.Failure(404, 7003, $"No route for the URI: {text}");

    public override ApiAnswer Dress(ApiRequest request, ApiAnswer answer) => Dress(answer);

    public override SystemState State() =>
        SystemState.Of(
            System,
            Zones
                .SelectMany(z => z.Records)
                .Select(r => new KeyValuePair<string, string>(
                    $"record {r.Name} {r.Type} {r.Content}",
                    CloudflareBook.Settings(r)
                ))
        );

    /// <summary>Carries out a call; what is refused becomes the API's error.</summary>
    public ApiAnswer Try(ApiCall call, Func<CloudflareAccess.Holder, ApiAnswer> work)
    {
        try
        {
            return work(_access.Find(call.Request));
        }
        catch (CloudflareRefusal refusal)
        {
            return refusal.Answer;
        }
    }

    public ApiAnswer Verify(CloudflareAccess.Holder holder)
    {
        if (holder.Id.Length == 0)
            throw new CloudflareRefusal(401, 1000, "Invalid API Token");
        var message = CloudflareEnvelope.Message(10000, "This API Token is valid and active");
        message["type"] = null;
        return CloudflareEnvelope.Success(
            new JsonObject { ["id"] = holder.Id, ["status"] = "active" },
            message
        );
    }

    public ApiAnswer ListZones(ApiCall call, CloudflareAccess.Holder holder)
    {
        CheckQuery(call.Request, ["name", "status", "page", "per_page", "order", "direction", "match"]);
        var name = call.Request.Parameter("name");
        var found = Zones
            .Where(z => holder.Sees(z.Name) && (name is null || z.Name == name))
            .Where(_ => call.Request.Parameter("status") is null or "active")
            .ToArray();
        return CloudflareEnvelope.Page(call.Request, found, 20, 50, _writer.Zone);
    }

    public ApiAnswer GetZone(ApiCall call, CloudflareAccess.Holder holder) =>
        CloudflareEnvelope.Success(_writer.Zone(Zone(call, holder)));

    public ApiAnswer List(ApiCall call, CloudflareAccess.Holder holder)
    {
        var zone = Zone(call, holder);
        CheckQuery(call.Request, CloudflareFilter.Known);
        var found = new CloudflareFilter(call.Request).Apply(zone.Records);
        return CloudflareEnvelope.Page(call.Request, found, 100, 50_000, r => _writer.Record(zone, r));
    }

    public ApiAnswer Get(ApiCall call, CloudflareAccess.Holder holder)
    {
        var zone = Zone(call, holder);
        return zone.Find(Id(call, call["record"])) is { } record
            ? CloudflareEnvelope.Success(_writer.Record(zone, record))
            : throw new CloudflareRefusal(404, 81044, "Record does not exist.");
    }

    public ApiAnswer Create(ApiCall call, CloudflareAccess.Holder holder) =>
        Change(call, holder, (zone, book) => Write(zone, book.Add(Body(call), Unknown)));

    public ApiAnswer Edit(ApiCall call, CloudflareAccess.Holder holder, bool isWhole) =>
        Change(
            call,
            holder,
            (zone, book) => Write(zone, book.Edit(Id(call, call["record"]), Body(call), isWhole, Unknown))
        );

    public ApiAnswer Delete(ApiCall call, CloudflareAccess.Holder holder) =>
        Change(
            call,
            holder,
            (_, book) => new JsonObject { ["id"] = book.Remove(Id(call, call["record"])).Id }
        );

    /// <summary>All or nothing, in the order deletes, patches, puts, posts.</summary>
    public ApiAnswer Batch(ApiCall call, CloudflareAccess.Holder holder) =>
        Change(
            call,
            holder,
            (zone, book) =>
            {
                var body = Body(call);
                string[] parts = ["deletes", "patches", "puts", "posts"];
                foreach (var (name, _) in body)
                    if (!parts.Contains(name))
                        Unknown(name, parts);
                JsonNode Part(string name, Func<JsonObject, ZoneRecord> work) =>
                    new JsonArray([.. Items(body, name).Select(i => (JsonNode?)Write(zone, work(i)))]);
                return new JsonObject
                {
                    ["deletes"] = Part("deletes", i => book.Remove(IdOf(i))),
                    ["patches"] = Part("patches", i => book.Edit(IdOf(i), i, false, Unknown)),
                    ["puts"] = Part("puts", i => book.Edit(IdOf(i), i, true, Unknown)),
                    ["posts"] = Part("posts", i => book.Add(i, Unknown)),
                };
            }
        );

    private ApiAnswer Change(
        ApiCall call,
        CloudflareAccess.Holder holder,
        Func<Zone, CloudflareBook, JsonNode> work
    )
    {
        var zone = Zone(call, holder);
        var book = new CloudflareBook(zone.Name, zone.Records, Stage.Zones().NewId);
        var result = work(zone, book);
        book.Keep(zone);
        call.Applied(book.Before, book.After);
        return CloudflareEnvelope.Success(result);
    }

    private JsonObject Write(Zone zone, ZoneRecord record)
    {
        _writer.Touch(record);
        return _writer.Record(zone, record);
    }

    private Zone Zone(ApiCall call, CloudflareAccess.Holder holder)
    {
        var id = Id(call, call["zone"]);
        var zone =
            Zones.FirstOrDefault(z => z.Id == id)
            ?? throw CloudflareRefusal.Route(call.Request.Path[Base.Length..]);
        return holder.Sees(zone.Name)
            ? zone
            : throw new CloudflareRefusal(403, 10000, "Authentication error");
    }

    private static string Id(ApiCall call, string id) =>
        IsId().IsMatch(id) ? id : throw CloudflareRefusal.Route(call.Request.Path[Base.Length..]);

    private static JsonObject Body(ApiCall call) =>
        call.Request.Json() as JsonObject
        ?? throw new CloudflareRefusal(400, 9207, "Request body is invalid.");

    private static IEnumerable<JsonObject> Items(JsonObject body, string name) =>
        body[name] switch
        {
            null => [],
            JsonArray items => items.Select(i =>
                i as JsonObject ?? throw new CloudflareRefusal(400, 9207, "Request body is invalid.")
            ),
            _ => throw new CloudflareRefusal(400, 9207, "Request body is invalid."),
        };

    private static string IdOf(JsonObject item) =>
        item["id"] is JsonValue id && id.TryGetValue<string>(out var text)
            ? text
            : throw new CloudflareRefusal(400, 9207, "Request body is invalid: id is missing.");

    // curl -d says that it sends a form.
    private static ApiAnswer? CheckBody(ApiRequest request) =>
        request.Body.Length == 0
        || request.Header("content-type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            == true
            ? null
            : CloudflareRefusal
                .Header(
                    6105,
                    "Invalid Content-Type header, valid values are application/json,multipart/form-data"
                )
                .Answer;

    private void CheckQuery(ApiRequest request, IEnumerable<string> known)
    {
        foreach (var (name, _) in request.Query)
            if (!known.Contains(name))
                Stage.Unknown($"a query of {System}", name, known);
    }

    private void Unknown(string field, IEnumerable<string> known) =>
        Stage.Unknown($"a body of {System}", field, known);

    private ApiAnswer Dress(ApiAnswer answer) => _limit.Dress(answer);

    private string Give(string secret, string value)
    {
        _secrets.Add((secret, value));
        return value;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private const string SlowDown = "Please wait and consider throttling your request speed";

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex IsId();
}
