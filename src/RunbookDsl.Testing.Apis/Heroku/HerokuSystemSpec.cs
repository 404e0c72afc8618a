using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing.Apis;

/// <summary>An account at Heroku as the world file describes it.</summary>
internal sealed partial record HerokuSystemSpec(string Name, SourceLocation Where)
    : WorldSystemSpec(Name, Where)
{
    public string? KeySecret { get; init; }

    public string Email { get; init; } = "ops@example.com";

    public int Polls { get; init; }

    public int CallsLeft { get; init; } = HerokuFake.Bucket;

    public ImmutableArray<HerokuAppSpec> Apps { get; init; } = [];

    public override void Check(WorldSession session)
    {
        if (KeySecret is null)
            Report(session, Where, $"'{Name}' has no key: add .Key(Secret(\"HEROKU_API_KEY\")).");
        else
            session.Claim(KeySecret, Where);
        if (Polls < 0)
            Report(session, Where, $"'{Name}' cannot be done at poll {Polls}: the first one is 1.");
        foreach (var app in Apps)
            Check(session, app);
        foreach (var twin in Twins(Apps.Select(a => (a.Name, a.Where))))
            Report(
                session,
                twin.Where,
                $"'{Name}' has two apps '{twin.Name}': keep the first in a variable."
            );
        var addons = Apps.SelectMany(a => a.Addons).ToArray();
        foreach (var twin in Twins(addons.Select(a => (a.Name, a.Where))))
            Report(
                session,
                twin.Where,
                $"'{Name}' has two add-ons '{twin.Name}': names are unique at Heroku."
            );
        foreach (var addon in addons)
            if (addon.Leader is { } leader && addons.All(a => a.Name != leader))
                Report(
                    session,
                    addon.Where,
                    $"'{addon.Name}' follows '{leader}', which is not there"
                        + $"{Nearest.Suggest(leader, addons.Select(a => a.Name))}."
                );
    }

    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new ModelSystem(Name, stage => new HerokuScene(this, stage)));

    private static void Check(WorldSession session, HerokuAppSpec app)
    {
        if (!AppName().IsMatch(app.Name))
            Report(
                session,
                app.Where,
                $"'{app.Name}' is no name of an app: 3 to 30 lower-case letters, digits and dashes."
            );
        foreach (var formation in app.Formations)
        {
            if (HerokuSizes.Find(formation.Size) is null)
                Report(
                    session,
                    app.Where,
                    $"there is no dyno size '{formation.Size}'"
                        + $"{Nearest.Suggest(formation.Size, HerokuSizes.All)}."
                );
            if (formation.Quantity is < 0 or > 100)
                Report(session, app.Where, $"'{formation.Type}' has {formation.Quantity} dynos: 0 to 100.");
        }
        foreach (var type in app.Crashing.Where(t => app.Formations.All(f => f.Type != t)))
            Report(
                session,
                app.Where,
                $"'{app.Name}' has no '{type}' to crash"
                    + $"{Nearest.Suggest(type, app.Formations.Select(f => f.Type))}."
            );
        foreach (var name in app.Config.Keys.Where(n => !VarName().IsMatch(n)))
            Report(session, app.Where, $"'{name}' is no name of a config var.");
        foreach (var addon in app.Addons)
            Check(session, app, addon);
    }

    private static void Check(WorldSession session, HerokuAppSpec app, HerokuAddonSpec addon)
    {
        if (addon.Plan.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            Report(session, addon.Where, $"'{addon.Plan}' is no plan: write heroku-postgresql:standard-0.");
        else if (addon.Maintenance is not null && !HerokuAddon.IsData(addon.Plan))
            Report(
                session,
                addon.Where,
                $"'{addon.Plan}' has no maintenance: only Heroku's data services have."
            );
        else if (addon.Maintenance is { } due && (due.Weeks < 0 || due.RequiredInWeeks < due.Weeks))
            Report(session, addon.Where, $"'{addon.Name}' is scheduled after it is required.");
        foreach (var name in addon.Attachments)
            if (!VarName().IsMatch(name) || app.Config.ContainsKey(name + "_URL"))
                Report(session, addon.Where, $"'{name}' is no name of an attachment, or {name}_URL is set.");
    }

    private static IEnumerable<(string Name, SourceLocation Where)> Twins(
        IEnumerable<(string Name, SourceLocation Where)> all
    ) => all.GroupBy(a => a.Name).Where(g => g.Count() > 1).Select(g => g.Last());

    private static void Report(WorldSession session, SourceLocation where, string message) =>
        session.Report("RB0207", message, where);

    [GeneratedRegex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$")]
    private static partial Regex AppName();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    internal static partial Regex VarName();
}
