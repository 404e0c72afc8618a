namespace RunbookDsl.Testing.Apis;

internal sealed partial class HerokuModel
{
    private static readonly string[] Colors =
    [
        "AMBER",
        "AQUA",
        "BLUE",
        "BRONZE",
        "COBALT",
        "COPPER",
        "CRIMSON",
        "CYAN",
    ];

    /// <summary>The add-on of this name or id on an app, or of this name anywhere.</summary>
    public HerokuAddon Addon(string nameOrId, HerokuApp? app = null)
    {
        if (app is not null)
            _fake.Transitions.Looked(AddonsOf(app));
        return Addons.Find(a => (a.Name == nameOrId || a.Id == nameOrId) && (app is null || a.App == app))
            ?? throw HerokuErrors.NotFound("add-on", "add_on");
    }

    /// <summary>Attaches an add-on to an app; what has the name already is detached first. Each is a
    /// release.</summary>
    public HerokuAttachment Attach(HerokuAddon addon, HerokuApp app, string? name, string? within)
    {
        name ??= Colors
            .Select(c => $"{addon.Service.ToUpperInvariant().Replace('-', '_')}_{c}")
            .First(n => Of(app).All(a => a.Name != n));
        if (Of(app).FirstOrDefault(a => a.Name == name) is { } old)
        {
            Attachments.Remove(old);
            Release(app, $"Detach {name} (@ref:{old.Addon.Name})");
        }
        var attachment = Add(addon, app, name, within);
        Release(app, $"Attach {name} (@ref:{addon.Name})");
        return attachment;
    }

    /// <summary>The word for a look at the add-ons of an app.</summary>
    public static string AddonsOf(HerokuApp app) => $"add-ons of {app.Name}";

    private void Add(HerokuAppSpec spec)
    {
        var app = new HerokuApp(_stage.Uuid("heroku-app", spec.Name), spec.Name, Born)
        {
            IsInMaintenance = spec.IsInMaintenance,
            ReadOnlyVar = spec.ReadOnlyVar,
            ReleasePhase = spec.ReleasePhase,
            Config = new(spec.Config.ToDictionary(), StringComparer.Ordinal),
        };
        Apps.Add(app);
        foreach (var addon in spec.Addons)
            Add(app, addon);
        var first = new HerokuRelease(
            _stage.Uuid("heroku-release", $"{app.Name}:v1"),
            1,
            "Deploy 5ca1ab1e",
            Born
        )
        {
            Status = "succeeded",
            IsCurrent = true,
            Slug = _stage.Uuid("heroku-slug"),
            Config = Config(app),
            Plans = [.. spec.Addons.Select(a => a.Plan)],
        };
        app.Releases.Add(first);
        foreach (var type in spec.Formations)
            Add(app, type, spec.Crashing.Contains(type.Type));
        foreach (var (name, command) in spec.OneOffs)
            app.Dynos.Add(
                new(_stage.Uuid("heroku-dyno"), name, first, Born)
                {
                    Command = command,
                    Size = "Standard-1X",
                    State = "up",
                }
            );
    }

    private void Add(HerokuApp app, HerokuFormationSpec type, bool crashes)
    {
        var id = _stage.Uuid("heroku-formation", $"{app.Name}:{type.Type}");
        var formation = new HerokuFormation(id, type.Type, type.Command, Born)
        {
            Quantity = type.Quantity,
            Size = HerokuSizes.Find(type.Size)!,
            Crashes = crashes,
        };
        app.Formations.Add(formation);
        for (var number = 1; number <= type.Quantity; number++)
            Start(app, formation, $"{type.Type}.{number}", "up");
    }

    private void Add(HerokuApp app, HerokuAddonSpec spec)
    {
        var addon = new HerokuAddon(_stage.Uuid("heroku-addon", spec.Name), spec.Name, spec.Plan, app, Born)
        {
            PlanId = _stage.Uuid("heroku-plan", spec.Plan),
            ServiceId = _stage.Uuid("heroku-service", spec.Plan.Split(':')[0]),
            ProviderId = _stage.Uuid("heroku-provider", spec.Name),
            State = spec.Provisioning > TimeSpan.Zero ? "provisioning" : "provisioned",
            Url = Url(spec),
            Window = spec.Window,
        };
        Addons.Add(addon);
        foreach (var name in spec.Attachments)
            Add(addon, app, name, null);
        if (!addon.IsThere)
            _fake.Transitions.After(
                spec.Provisioning,
                AddonsOf(app),
                () =>
                {
                    (addon.State, addon.Updated) = ("provisioned", Now);
                    Release(app, $"{addon.Name} provisioned, set {string.Join(", ", VarsOf(addon))}");
                }
            );
        if (spec.Maintenance is { } due)
            Plan(addon, due);
    }

    private HerokuAttachment Add(HerokuAddon addon, HerokuApp app, string name, string? within)
    {
        var id = _stage.Uuid("heroku-attachment");
        var attachment = new HerokuAttachment(id, name, addon, app, within, Now);
        Attachments.Add(attachment);
        return attachment;
    }

    // A made-up host below .invalid, so that nobody is ever reached by it.
    private string Url(HerokuAddonSpec spec)
    {
        var bytes = Convert.ToHexStringLower(_stage.Bytes("heroku-password", 24));
        var scheme = spec.Plan.StartsWith("heroku-redis", StringComparison.Ordinal) ? "rediss" : "postgres";
        var url = $"{scheme}://u{bytes[..10]}:p{bytes[10..]}@{spec.Name}.heroku.invalid:5432/d{bytes[..8]}";
        _stage.Secrets.Add($"URL of {spec.Name}", url);
        return url;
    }
}
