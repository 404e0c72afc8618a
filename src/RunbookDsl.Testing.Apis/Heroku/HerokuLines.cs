namespace RunbookDsl.Testing.Apis;

/// <summary>What an account holds, for comparison: no versions and no ids, since a second try may count
/// further.</summary>
internal sealed class HerokuLines(HerokuModel model, SecretWatch secrets)
{
    public IEnumerable<KeyValuePair<string, string>> All() =>
        model.Apps.SelectMany(App).Concat(model.Addons.SelectMany(Addon));

    private IEnumerable<KeyValuePair<string, string>> App(HerokuApp app)
    {
        yield return new($"app {app.Name} maintenance", app.IsInMaintenance ? "on" : "off");
        foreach (var (name, value) in app.Config)
            yield return new($"app {app.Name} config {name}", secrets.Mask(value));
        foreach (var attachment in model.Of(app))
            yield return new($"app {app.Name} attachment {attachment.Name}", attachment.Addon.Name);
        foreach (var type in app.Formations)
            yield return new($"app {app.Name} formation {type.Type}", $"{type.Quantity} {type.Size}");
        foreach (var type in app.Formations)
            yield return new($"app {app.Name} dynos {type.Type}", Dynos(app, type));
        foreach (var dyno in app.Dynos.Where(d => d.Formation is null))
            if (dyno.Type != "release")
                yield return new($"app {app.Name} one-off {dyno.Name}", dyno.Command);
    }

    private static string Dynos(HerokuApp app, HerokuFormation type)
    {
        var all = app.Dynos.Where(d => d.Formation == type).ToArray();
        var late = all.Count(d => d.Release != app.Releases[^1]);
        var crashed = all.Count(d => d.State == "crashed");
        return (late, crashed) switch
        {
            (0, 0) => "on the latest release",
            (_, 0) => $"{late} not on the latest release",
            _ => $"{crashed} crashed",
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Addon(HerokuAddon addon)
    {
        yield return new($"add-on {addon.Name}", $"{addon.Plan} {addon.State}");
        if (HerokuAddon.IsData(addon.Plan))
            yield return new(
                $"add-on {addon.Name} maintenance",
                $"{addon.Maintenance?.Status ?? "none"}, {addon.History.Count} done, {addon.Window}"
            );
    }
}
