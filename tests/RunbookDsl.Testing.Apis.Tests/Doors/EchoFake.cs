namespace RunbookDsl.Testing.Apis.Tests.Doors;

/// <summary>Says what it was asked.</summary>
internal sealed class EchoFake(Stage stage, string system, params IReadOnlyList<string> hosts)
    : ApiFake(stage, system)
{
    public override IReadOnlyList<string> Hosts => hosts;

    public override IReadOnlyList<ApiRoute> Routes =>
        [
            new("GET", $"/{System}", "look", false, Say) { Evidence = 'K' },
            new("PUT", $"/{System}", "change", true, Say) { Evidence = 'K' },
            new("GET", $"/{System}/nothing", "empty", false, _ => ApiAnswer.Empty(204)) { Evidence = 'K' },
        ];

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route) => null;

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) => ApiAnswer.Text(500, "broken");

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        ApiAnswer.Text(429, "slow down");

    public override ApiAnswer NoRoute(ApiRequest request, string text) => ApiAnswer.Text(404, text);

    public override SystemState State() => SystemState.Empty(System);

    private static ApiAnswer Say(ApiCall call)
    {
        var r = call.Request;
        call.Applied("", "");
        return ApiAnswer.Text(
            200,
            $"{r.Method} {r.Host} {r.RawTarget} q={r.Parameter("q")} {r.Body.Length} bytes {r.Header("x-a")}"
        );
    }
}
