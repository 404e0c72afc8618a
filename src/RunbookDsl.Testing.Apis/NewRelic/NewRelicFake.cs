using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>New Relic: REST v2 deployments and NerdGraph.</summary>
internal sealed class NewRelicFake : ModelFake
{
    public const string Graph = "/graphql";
    private readonly string _key;

    public NewRelicFake(Stage stage, NewRelicSystemSpec spec, string key)
        : base(stage, spec.Name)
    {
        (Spec, _key) = (spec, key);
        Routes = [.. new NewRelicDeploymentRoutes(this).All, .. new NerdGraphRoutes(this).All];
    }

    public NewRelicSystemSpec Spec { get; }

    public List<NewRelicMutingRule> Rules { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<NewRelicDeployment> Deployments { get; } = [];

    public override IReadOnlyList<string> Hosts { get; } = ["api.newrelic.com", "api.eu.newrelic.com"];

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route)
    {
        var isGraph = route.Pattern == Graph;
        var given = request.Header("api-key") ?? (isGraph ? null : request.Header("x-api-key"));
        return given == _key ? null
            : isGraph ? NewRelicErrors.BadKey()
            : NewRelicErrors.Of("401");
    }

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) => NewRelicErrors.Of(fault.Code);

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        NewRelicErrors
            .Of("429")
            .With(
                "Retry-After",
                Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture)
            );

    public override ApiAnswer NoRoute(ApiRequest request, string text) =>
        NewRelicErrors.RestAnswer(404, text);

    protected override IEnumerable<KeyValuePair<string, string>> Lines()
    {
        for (var i = 0; i < Rules.Count; i++)
        {
            var rule = Rules[i];
            var key = FormattableString.Invariant($"muting rule {i + 1:00}");
            yield return new(
                key,
                $"{rule.Name}: {(rule.IsEnabled ? "enabled" : "disabled")}, {rule.Condition.ToJsonString()}"
            );
            if (rule.Schedule is { } schedule)
                yield return new(
                    $"{key} schedule",
                    $"{schedule.Start?.Iso()} to {schedule.End?.Iso()} {schedule.Repeat}".TrimEnd()
                );
        }
        for (var i = 0; i < Deployments.Count; i++)
            yield return new(
                FormattableString.Invariant($"deployment {i + 1:00}"),
                $"{Deployments[i].Application.Name} {Deployments[i].Revision}"
            );
    }
}
