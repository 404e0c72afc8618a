using System.Globalization;
using System.Security.Cryptography;

namespace RunbookDsl.Testing.Apis;

/// <summary>Heroku's Platform API v3 and its Data API, over one model.</summary>
internal sealed class HerokuFake : ModelFake
{
    /// <summary>Calls an account has at most.</summary>
    public const int Bucket = 4500;
    private const string DataHost = "api.data.heroku.com";
    private const string PlatformHost = "api.heroku.com";
    private readonly CallBudget _budget;
    private readonly string _key;

    public HerokuFake(Stage stage, HerokuSystemSpec spec, string key)
        : base(stage, spec.Name, spec.Polls)
    {
        (_key, _budget) = (key, new(stage.Clock, Bucket, 75, spec.CallsLeft));
        Model = new(this, spec);
        Routes =
        [
            .. new HerokuAccountRoutes(this, _budget).All.Select(r => For(r, DataHost)),
            .. new HerokuAppRoutes(this).All.Select(r => For(r, DataHost)),
            .. new HerokuDynoRoutes(this).All.Select(r => For(r, DataHost)),
            .. new HerokuReleaseRoutes(this).All.Select(r => For(r, DataHost)),
            .. new HerokuAddonRoutes(this).All.Select(r => For(r, DataHost)),
            .. new HerokuDatabaseRoutes(this).All.Select(r => For(r, PlatformHost)),
            .. new HerokuMaintenanceRoutes(this).All.Select(r => For(r, PlatformHost)),
        ];
    }

    public HerokuModel Model { get; }

    public override IReadOnlyList<string> Hosts { get; } =
    [PlatformHost, DataHost, "particleboard.heroku.com"];

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route)
    {
        if (!IsAccepted(request.Header("accept")))
            return HerokuErrors.Of("406");
        if (request.Header("authorization") != $"Bearer {_key}")
            return HerokuErrors.Of("401");
        if (route.Operation != HerokuAccountRoutes.RateLimits && !_budget.Take())
            return HerokuErrors.TooMany();
        return null;
    }

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) =>
        Dressed(HerokuErrors.Of(fault.Code));

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        Dressed(HerokuErrors.TooMany());

    public override ApiAnswer NoRoute(ApiRequest request, string text) =>
        HerokuErrors.Answer(404, "not_found", text);

    public override ApiAnswer Dress(ApiRequest request, ApiAnswer answer)
    {
        answer = Dressed(answer);
        if (request.Method != "GET" || answer.Status != 200)
            return answer;
        var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(answer.Body))[..32]}\"";
        return request.Header("if-none-match") == tag
            ? ApiAnswer.Empty(304) with
            {
                Headers = answer.Headers.SetItem("ETag", tag),
            }
            : answer.With("ETag", tag);
    }

    /// <summary>A list, as much of it as the request's Range asks for.</summary>
    public static ApiAnswer List<T>(
        ApiCall call,
        IEnumerable<T> all,
        IReadOnlyList<string> fields,
        Func<T, string, string> value,
        Func<T, System.Text.Json.Nodes.JsonNode?> json
    )
    {
        var range =
            HerokuRange.Parse(call.Request.Header("range"), fields)
            ?? throw new ApiRefusal(
                HerokuErrors.Answer(
                    416,
                    "requested_range_not_satisfiable",
                    $"The Range header is none of: {string.Join(", ", fields)}."
                )
            );
        var (part, next) = range.Of(all, value);
        var answer = ApiAnswer.Json(next is null ? 200 : 206, HerokuJson.List(part, json));
        answer = answer.With("Accept-Ranges", string.Join(", ", fields));
        if (part.Count > 0)
            answer = answer.With(
                "Content-Range",
                $"{range.Field} {value(part[0], range.Field)}..{value(part[^1], range.Field)}"
            );
        return next is null ? answer : answer.With("Next-Range", next);
    }

    protected override IEnumerable<KeyValuePair<string, string>> Lines() =>
        new HerokuLines(Model, Stage.Secrets).All();

    private static bool IsAccepted(string? accept) =>
        accept is not null
        && accept.StartsWith("application/vnd.heroku+json", StringComparison.Ordinal)
        && accept.Contains("version=3", StringComparison.Ordinal);

    private static ApiRoute For(ApiRoute route, string notHost) =>
        route with
        {
            When = r => r.Host != notHost,
        };

    private ApiAnswer Dressed(ApiAnswer answer) =>
        answer
            .With("Request-Id", Stage.Uuid("heroku-request"))
            .With("RateLimit-Remaining", _budget.Left.ToString(CultureInfo.InvariantCulture));
}
