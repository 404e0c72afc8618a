namespace RunbookDsl.Testing.Apis;

/// <summary>Heroku in one rehearsal.</summary>
internal sealed class HerokuScene : ModelScene
{
    private readonly HerokuSystemSpec _spec;
    private readonly HerokuFake _fake;

    public HerokuScene(HerokuSystemSpec spec, Stage stage)
        : this(spec, stage, Key(stage, spec.KeySecret!, "HRKU-")) { }

    private HerokuScene(HerokuSystemSpec spec, Stage stage, string key)
        : base(stage, spec.KeySecret!, key) => (_spec, _fake) = (spec, new(stage, spec, key));

    public override ModelFake Fake => _fake;

    public override void Surround(Surroundings surroundings)
    {
        base.Surround(surroundings);
        surroundings.Variable("HEROKU_HOST", Origin);
        // Port and scheme are those of HEROKU_HOST.
        surroundings.Variable("HEROKU_DATA_HOST", "127.0.0.1");
        surroundings.Variable("HEROKU_PARTICLEBOARD_URL", Origin);
        surroundings.Variable("DISABLE_TELEMETRY", "true");
        foreach (var addon in _spec.Apps.SelectMany(a => a.Addons))
            if (addon.UrlSecret is { } secret)
                _fake.Model.Addons.Find(a => a.Name == addon.Name)!.Url = Url(surroundings, addon, secret);
    }

    private static string Url(Surroundings surroundings, HerokuAddonSpec addon, string secret) =>
        surroundings.Secrets.GetValueOrDefault(secret)
        ?? throw new WorldException(
            $"{addon.Where}: no system above gives the secret {secret}, the URL of '{addon.Name}'"
                + $"{Nearest.Suggest(secret, surroundings.Secrets.Keys)}. Write the database that gives it "
                + "above this one."
        );
}
