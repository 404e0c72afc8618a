using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>The servers of one web site.</summary>
internal sealed class SiteFake(Stage stage, SiteSystemSpec spec) : ApiFake(stage, spec.Name)
{
    private static readonly string[] Plain = ["GET", "HEAD"];

    // Whoever shows a maintenance page must show it to who sends something, too.
    private static readonly string[] Behind = ["GET", "HEAD", "POST"];

    public override IReadOnlyList<string> Hosts => spec.Hosts;

    public override IReadOnlyList<string> Addresses { get; } = [.. spec.Servers.Select(s => s.Address)];

    public override IReadOnlyList<ApiRoute> Routes =>
        [
            .. from method in spec.Servers.Any(s => s.Host is not null) ? Behind : Plain
            select new ApiRoute(method, "/{path*}", "page", false, Answer)
            {
                Evidence = 'K',
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

    public override SystemState State() => SystemState.Empty(System);

    private ApiAnswer Answer(ApiCall call)
    {
        var server = At(call.Request.Address)!;
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
