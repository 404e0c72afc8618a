namespace RunbookDsl.Testing.Apis;

/// <summary>Everything that the fakes can be asked, and how well the real answer is known.</summary>
public static class ApiCatalogue
{
    private static readonly SourceLocation Nowhere = new("", 0, "");

    private static readonly (string Provider, Func<Stage, ApiFake> Make)[] Providers =
    [
        ("AWS", stage => new AwsFake(stage, new("aws", Nowhere), AwsKeys.Draw(stage, "aws", false))),
        ("Cloudflare", stage => new CloudflareFake(stage, new("cloudflare", Nowhere))),
        ("Heroku", stage => new HerokuFake(stage, new("heroku", Nowhere), "")),
        ("Intercom", stage => new IntercomFake(stage, new("intercom", Nowhere), "")),
        ("New Relic", stage => new NewRelicFake(stage, new("new-relic", Nowhere), "")),
        ("Site", stage => new SiteFake(stage, new("site", Nowhere))),
        ("Slack", stage => new SlackFake(stage, new("slack", Nowhere))),
        ("Statuspage", stage => new StatuspageFake(stage, new("statuspage", Nowhere), "")),
    ];

    /// <summary>All operations, by provider and in the order they are tried.</summary>
    public static IReadOnlyList<ApiOperation> All()
    {
        var nothing = new StageOptions(new Dictionary<string, string>(), "/", DateTimeOffset.UnixEpoch);
        return
        [
            .. from provider in Providers
            let fake = provider.Make(new Stage(nothing))
            from route in fake.Routes
            where !IsTwin(fake, route)
            select new ApiOperation(
                provider.Provider,
                route.Method,
                Pattern(fake, route),
                route.Operation,
                route.IsChange,
                route.Evidence
            ),
        ];
    }

    // The query protocol takes every action as GET, too.
    private static bool IsTwin(ApiFake fake, ApiRoute route) => IsQuery(fake, route) && route.Method == "GET";

    private static string Pattern(ApiFake fake, ApiRoute route) =>
        IsQuery(fake, route) ? $"/ Action={route.Operation.Split('.')[1]}" : route.Pattern;

    private static bool IsQuery(ApiFake fake, ApiRoute route) =>
        fake is AwsFake
        && route.Pattern == "/"
        && !route.Operation.StartsWith("s3.", StringComparison.Ordinal);
}
