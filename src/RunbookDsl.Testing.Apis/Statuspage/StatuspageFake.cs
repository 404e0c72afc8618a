using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing.Apis;

/// <summary>The API of Atlassian Statuspage.</summary>
internal sealed partial class StatuspageFake : ModelFake
{
    private const int PerMinute = 60;
    private readonly RollingWindow _window;
    private readonly string _key;

    public StatuspageFake(Stage stage, StatuspageSystemSpec spec, string key)
        : base(stage, spec.Name)
    {
        (_key, _window) = (key, new(stage.Clock, PerMinute, TimeSpan.FromMinutes(1)));
        foreach (var page in spec.Pages)
            Pages.Add(Made(page));
        Routes = [.. new StatuspageRoutes(this).All];
    }

    public List<StatuspagePage> Pages { get; } = [];

    public override IReadOnlyList<string> Hosts { get; } = ["api.statuspage.io"];

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route) =>
        request.Header("authorization") != $"OAuth {_key}" ? StatuspageErrors.Of("401")
        : !_window.Take() ? RateLimited(request, _window.Wait)
        : null;

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) => StatuspageErrors.Of(fault.Code);

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        StatuspageErrors
            .Of("420")
            .With(
                "Retry-After",
                Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture)
            );

    public override ApiAnswer NoRoute(ApiRequest request, string text) => StatuspageErrors.Answer(404, text);

    /// <summary>Everything that people can read on the pages.</summary>
    protected override IEnumerable<KeyValuePair<string, string>> Lines()
    {
        foreach (var page in Pages)
        {
            foreach (var component in page.Components)
                yield return new($"{page.Name} component {component.Name}", component.Status);
            for (var i = 0; i < page.Incidents.Count; i++)
            {
                var incident = page.Incidents[i];
                var key = FormattableString.Invariant($"{page.Name} incident {i + 1:00}");
                yield return new(key, $"{incident.Name}: {incident.Status}, {incident.Impact}");
                for (var u = incident.Updates.Count - 1; u >= 0; u--)
                {
                    var update = incident.Updates[u];
                    var number = FormattableString.Invariant($"{incident.Updates.Count - u:00}");
                    var how = update.IsDelivered ? "" : " (nobody notified)";
                    yield return new(
                        $"{key} update {number}",
                        Stage.Secrets.Mask($"{update.Status}: {update.Body}{how}")
                    );
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override bool IsHistory(string key) => UpdateLine().IsMatch(key);

    [GeneratedRegex(@" incident \d+ update \d+$", RegexOptions.CultureInvariant)]
    private static partial Regex UpdateLine();

    private StatuspagePage Made(StatuspagePageSpec spec)
    {
        var now = Stage.Clock.GetUtcNow();
        var page = new StatuspagePage(Id(spec.Id, "status-page", spec.Name), spec.Name);
        foreach (var component in spec.Components)
            page.Components.Add(
                new(Id(component.Id, "status-component", component.Name), component.Name, now)
                {
                    Status = component.Status,
                }
            );
        foreach (var open in spec.Incidents)
        {
            var incident = new StatuspageIncident(Stage.Word("status-incident", 12), now)
            {
                Name = open.Name,
                Status = open.Status,
                Shortlink = $"https://stspg.io/{Stage.Word("status-link", 12)}",
            };
            incident.Updates.Add(
                new(Stage.Word("status-update", 12), open.Status, now)
                {
                    Body = open.Body,
                    IsDelivered = true,
                }
            );
            page.Incidents.Add(incident);
        }
        return page;
    }

    private string Id(string? given, string kind, string name) =>
        given is null ? Stage.Word(kind, 12, name) : Stage.Named(given, kind, name);
}
