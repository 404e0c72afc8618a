namespace RunbookDsl.Testing.Apis;

/// <summary>
/// The apps and add-ons of one account, with what they do on their own: a release starts every dyno anew, a
/// dyno needs its time, an attachment is a config var.
/// </summary>
internal sealed partial class HerokuModel
{
    public static readonly TimeSpan DynoStart = TimeSpan.FromSeconds(40);
    private readonly HerokuFake _fake;
    private readonly Stage _stage;

    public HerokuModel(HerokuFake fake, HerokuSystemSpec spec)
    {
        (_fake, _stage, Email, Born) = (fake, fake.Scene, spec.Email, fake.Scene.Clock.GetUtcNow());
        AccountId = _stage.Uuid("heroku-account", spec.Name);
        StackId = _stage.Uuid("heroku-stack", "heroku-24");
        RegionId = _stage.Uuid("heroku-region", "eu");
        GenerationId = _stage.Uuid("heroku-generation", "cedar");
        foreach (var app in spec.Apps)
            Add(app);
        foreach (var addon in spec.Apps.SelectMany(a => a.Addons))
            if (addon.Leader is { } leader)
                Addons.Find(a => a.Name == addon.Name)!.Leader = Addons.Find(a => a.Name == leader);
    }

    public string Email { get; }

    public string AccountId { get; }

    public string StackId { get; }

    public string RegionId { get; }

    public string GenerationId { get; }

    /// <summary>When everything of the world file was made.</summary>
    public DateTimeOffset Born { get; }

    public List<HerokuApp> Apps { get; } = [];

    public List<HerokuAddon> Addons { get; } = [];

    public List<HerokuAttachment> Attachments { get; } = [];

    private DateTimeOffset Now => _stage.Clock.GetUtcNow();

    public HerokuApp App(string nameOrId) =>
        Apps.Find(a => a.Name == nameOrId || a.Id == nameOrId) ?? throw HerokuErrors.NotFound("app");

    /// <summary>All config vars of an app: its own and those of its attachments.</summary>
    public SortedDictionary<string, string> Config(HerokuApp app)
    {
        var all = new SortedDictionary<string, string>(app.Config, StringComparer.Ordinal);
        foreach (var attachment in Of(app))
            if (attachment.Addon.IsThere)
                all[attachment.Var] = attachment.Addon.Url;
        return all;
    }

    public IEnumerable<HerokuAttachment> Of(HerokuApp app) => Attachments.Where(a => a.App == app);

    public IEnumerable<string> VarsOf(HerokuAddon addon) =>
        Attachments.Where(a => a.Addon == addon && a.App == addon.App).Select(a => a.Var);

    /// <summary>Makes the next release; dynos start anew with it, after its release command if there is
    /// one.</summary>
    /// <param name="app">The app.</param>
    /// <param name="description">What people read.</param>
    /// <param name="slug">The code; null keeps it.</param>
    public HerokuRelease Release(HerokuApp app, string description, string? slug = null)
    {
        var version = app.Releases.Count + 1;
        var release = new HerokuRelease(
            _stage.Uuid("heroku-release", $"{app.Name}:v{version}"),
            version,
            description,
            Now
        )
        {
            Status = app.ReleasePhase is null ? "succeeded" : "pending",
            Slug = slug ?? app.Current?.Slug ?? _stage.Uuid("heroku-slug"),
            Config = Config(app),
            Plans = [.. Addons.Where(a => a.App == app).Select(a => a.Plan)],
        };
        app.Releases.Add(release);
        app.Updated = Now;
        if (app.ReleasePhase is { } phase)
            RunPhase(app, release, phase);
        else
            Activate(app, release);
        return release;
    }

    /// <summary>Ends these dynos and starts them anew with the current release.</summary>
    public void Restart(HerokuApp app, Func<HerokuDyno, bool> which)
    {
        foreach (var dyno in app.Dynos.Where(which).ToArray())
        {
            app.Dynos.Remove(dyno);
            if (dyno.Formation is { } formation)
                Start(app, formation, dyno.Name);
        }
    }

    /// <summary>Gives a process type so many dynos of this size.</summary>
    public void Scale(HerokuApp app, HerokuFormation formation, int quantity, string size)
    {
        var isResized = formation.Size != size;
        (formation.Quantity, formation.Size, formation.Updated) = (quantity, size, Now);
        var there = app.Dynos.Where(d => d.Formation == formation).ToArray();
        foreach (var dyno in there.Skip(quantity))
            app.Dynos.Remove(dyno);
        if (isResized)
            Restart(app, d => d.Formation == formation);
        for (var number = there.Length + 1; number <= quantity; number++)
            Start(app, formation, $"{formation.Type}.{number}");
    }

    private void Activate(HerokuApp app, HerokuRelease release)
    {
        if (app.Current is { } old)
        {
            if (old.Version > release.Version)
                return;
            old.IsCurrent = false;
        }
        release.IsCurrent = true;
        Restart(app, d => d.Formation is not null);
    }

    private void RunPhase(HerokuApp app, HerokuRelease release, HerokuReleasePhase phase)
    {
        var dyno = new HerokuDyno(
            _stage.Uuid("heroku-dyno"),
            $"release.{1000 + release.Version}",
            release,
            Now
        )
        {
            Command = "bin/release",
            Size = "Standard-1X",
            State = "up",
        };
        app.Dynos.Add(dyno);
        _fake.Transitions.After(
            phase.Takes,
            ReleasesOf(app),
            () =>
            {
                app.Dynos.Remove(dyno);
                (release.Status, release.Updated) = (phase.Fails ? "failed" : "succeeded", Now);
                if (!phase.Fails)
                    Activate(app, release);
            }
        );
    }

    private void Start(HerokuApp app, HerokuFormation formation, string name, string state = "starting")
    {
        var dyno = new HerokuDyno(_stage.Uuid("heroku-dyno"), name, app.Current!, Now)
        {
            Command = formation.Command,
            Size = formation.Size,
            State = state,
            Formation = formation,
        };
        app.Dynos.Add(dyno);
        if (state == "starting")
            _fake.Transitions.After(
                DynoStart,
                DynosOf(app),
                () => (dyno.State, dyno.Updated) = (formation.Crashes ? "crashed" : "up", Now)
            );
    }

    /// <summary>The word for a look at the dynos of an app.</summary>
    public static string DynosOf(HerokuApp app) => $"dynos of {app.Name}";

    /// <summary>The word for a look at the releases of an app.</summary>
    public static string ReleasesOf(HerokuApp app) => $"releases of {app.Name}";
}
