using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Heroku;

/// <summary>The account that the tests work on.</summary>
internal static class HerokuWorld
{
    public static HerokuAppBuilder File(int polls = 0)
    {
        var app = HerokuVerbs
            .Heroku()
            .Key(Secret("HEROKU_API_KEY"))
            .DoneAtPoll(polls)
            .App("makerepo")
            .Formation("web", 2)
            .Formation("worker", 1, "Standard-2X")
            .Config("A", "1");
        app.Addon("postgresql-main", "heroku-postgresql:standard-0").Attached("DATABASE").Maintenance();
        app.Addon("postgresql-next", "heroku-postgresql:standard-0")
            .Attached("HEROKU_POSTGRESQL_BLUE")
            .Follows("postgresql-main");
        return app;
    }

    public static Task<FakeWorld> OpenAsync(params IReadOnlyList<Fault> faults) =>
        FakeWorld.OpenAsync(() => File(), faults);

    public static ApiClient Client(this FakeWorld world, string host = "127.0.0.1") =>
        new(
            world.Stage,
            world.Fake,
            new Dictionary<string, string>
            {
                ["accept"] = "application/vnd.heroku+json; version=3",
                ["authorization"] = $"Bearer {world.Surroundings.Secrets["HEROKU_API_KEY"]}",
            },
            host
        );

    /// <summary>Name, state and release of each dyno.</summary>
    public static async Task<string> DynosAsync(this ApiClient heroku)
    {
        var dynos = await heroku.JsonAsync(200, "GET", "/apps/makerepo/dynos");
        return string.Join(
            ", ",
            dynos
                .AsArray()
                .Select(d => $"{d!["name"]} {d["state"]} v{d["release"]!["version"]}")
                .Order(StringComparer.Ordinal)
        );
    }
}
