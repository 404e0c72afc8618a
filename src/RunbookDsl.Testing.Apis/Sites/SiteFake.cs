using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>The servers of one web site.</summary>
internal sealed class SiteFake(Stage stage, SiteSystemSpec spec) : ApiFake(stage, spec.Name)
{
    private readonly string _token = spec.Switch is null
        ? ""
        : Convert.ToHexStringLower(stage.Bytes($"switch {spec.Name}", 16));
    private bool _isOn;

    public override IReadOnlyList<string> Hosts => spec.Hosts;

    public override IReadOnlyList<string> Addresses { get; } = [.. spec.Servers.Select(s => s.Address)];

    public override IReadOnlyList<ApiRoute> Routes =>
        [
            .. spec.Switch is { } mode
                ?
                [
                    new("GET", mode.Path, "switch.get", false, _ => Told(mode)) { Evidence = 'K' },
                    new("PUT", mode.Path, "switch.set", true, c => Set(mode, c)) { Evidence = 'K' },
                ]
                : Array.Empty<ApiRoute>(),
            // What changes something is only known to be refused, and to who has a machine behind its pages.
            .. from method in (string[])["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
            select new ApiRoute(method, "/{path*}", "page", false, Answer)
            {
                Evidence = 'K',
                When = r => method is "GET" or "HEAD" || Takes(method, At(r.Address)),
                Line = r => $"{r.Method} {(r.IsSecure ? "https" : "http")}://{r.Host}{r.Path} at {r.Address}",
            },
        ];

    public override bool IsUp(string? address, int port) =>
        At(address) is { IsDown: false } server
        && (server.HasTls || port != 443)
        && (server.Host is null || HostAnswer.Ask(Stage, server.Host, server.App) is not null);

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route) => null;

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) =>
        int.TryParse(fault.Code, CultureInfo.InvariantCulture, out var status)
            ? ApiAnswer.Text(status, "")
            : ApiAnswer.Text(502, "<html><body>502 Bad Gateway</body></html>", "text/html");

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        ApiAnswer
            .Text(429, "")
            .With(
                "Retry-After",
                Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture)
            );

    public override ApiAnswer NoRoute(ApiRequest request, string text) =>
        ApiAnswer.Text(405, text).With("Allow", "GET, HEAD");

    public override SystemState State() =>
        spec.Switch is { } mode
            ? SystemState.Of(System, [new(mode.Field, _isOn ? "on" : "off")])
            : SystemState.Empty(System);

    public void Surround(Surroundings surroundings)
    {
        if (spec.Switch is { } mode)
            surroundings.Secret(mode.Token, _token);
    }

    private bool Takes(string method, SiteServer? server) =>
        (method == "POST" && server?.Host is not null) || Closed(server) is not null;

    private ApiAnswer? Closed(SiteServer? server)
    {
        if (_isOn)
            return ApiAnswer.Json(503, new JsonObject { [spec.Switch!.Field] = true });
        return
            server?.ClosedWhile is { } rule && Stage.Find<HostFiles>()?.Text(rule.Host, rule.File) is { } page
            ? ApiAnswer.Text(503, page, "text/html; charset=utf-8").With("Retry-After", "3600")
            : null;
    }

    private ApiAnswer Told(SiteSwitch mode) => ApiAnswer.Json(200, new JsonObject { [mode.Field] = _isOn });

    private ApiAnswer Set(SiteSwitch mode, ApiCall call)
    {
        if (call.Request.Header("authorization") != $"Bearer {_token}")
            return ApiAnswer.Json(401, new JsonObject { ["error"] = "unauthorized" });
        if (call.Request.Json()?[mode.Field] is not JsonValue value || !value.TryGetValue<bool>(out var isOn))
            return ApiAnswer.Json(422, new JsonObject { ["error"] = $"{mode.Field} is missing" });
        var before = _isOn;
        _isOn = isOn;
        call.Applied(before ? "on" : "off", isOn ? "on" : "off");
        return Told(mode);
    }

    private ApiAnswer Answer(ApiCall call)
    {
        var server = At(call.Request.Address)!;
        if (Closed(server) is { } closed)
            return closed;
        var path = call.Request.Path;
        if (server.Host is { } host && HostAnswer.Ask(Stage, host, server.App) is { Status: not 200 } held)
            return held.Headers.Aggregate(
                ApiAnswer.Text(held.Status, held.Body, "text/html"),
                (a, h) => a.With(h.Key, h.Value)
            );
        if (Array.Find([.. server.Pages.OrderBy(p => p.Path == "/*")], p => p.Takes(path)) is not { } page)
            return ApiAnswer.Text(
                404,
                Stage.Unknown($"{System} at {server.Address}", path, server.Pages.Select(p => p.Path))
            );
        var answer = ApiAnswer.Text(page.Status, page.Body(Stage), page.Type);
        return page.Headers.Aggregate(answer, (a, h) => a.With(h.Key, h.Value));
    }

    private SiteServer? At(string? address) =>
        address is null ? spec.Servers[0] : spec.Servers.FirstOrDefault(s => s.Address == address);
}
