namespace RunbookDsl.Testing.Apis;

/// <summary>Heroku in one rehearsal.</summary>
internal sealed class HerokuScene : ISystemScene
{
    private readonly HerokuSystemSpec _spec;
    private readonly string _key;

    public HerokuScene(HerokuSystemSpec spec, Stage stage)
    {
        _spec = spec;
        _key = $"HRKU-{Convert.ToHexStringLower(stage.Bytes($"heroku-key:{spec.Name}", 24))}";
        stage.Secrets.Add(spec.KeySecret!, _key);
        Fake = new(stage, spec, _key);
    }

    public HerokuFake Fake { get; }

    public void Surround(Surroundings surroundings)
    {
        surroundings.Secret(_spec.KeySecret!, _key);
        foreach (var addon in _spec.Apps.SelectMany(a => a.Addons))
            if (addon.UrlSecret is { } secret)
                Fake.Model.Addons.Find(a => a.Name == addon.Name)!.Url = Url(surroundings, addon, secret);
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation) => Task.FromResult(Fake.State());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Url(Surroundings surroundings, HerokuAddonSpec addon, string secret) =>
        surroundings.Secrets.GetValueOrDefault(secret)
        ?? throw new WorldException(
            $"{addon.Where}: no system above gives the secret {secret}, the URL of '{addon.Name}'"
                + $"{Nearest.Suggest(secret, surroundings.Secrets.Keys)}. Write the database that gives it "
                + "above this one."
        );
}
