namespace RunbookDsl.Testing.Apis;

/// <summary>Everything that the fakes can be asked, and how well the real answer is known.</summary>
public static class ApiCatalogue
{
    private static readonly SourceLocation Nowhere = new("", 0, "");

    private static readonly (string Provider, Func<Stage, IReadOnlyList<ApiFake>> Make)[] Providers =
    [
        ("Cloudflare", stage => [new CloudflareFake(stage, new("cloudflare", Nowhere))]),
        ("Slack", stage => [new SlackFake(stage, new("slack", Nowhere))]),
        ("Site", stage => [new SiteFake(stage, new("site", Nowhere))]),
    ];

    /// <summary>All operations, by provider and in the order they are tried.</summary>
    public static IReadOnlyList<ApiOperation> All()
    {
        var nothing = new StageOptions(new Dictionary<string, string>(), "/", DateTimeOffset.UnixEpoch);
        return
        [
            .. from provider in Providers
            from fake in provider.Make(new Stage(nothing))
            from route in fake.Routes
            select new ApiOperation(
                provider.Provider,
                route.Method,
                route.Pattern,
                route.Operation,
                route.IsChange,
                route.Evidence
            ),
        ];
    }
}
