namespace RunbookDsl.Testing.Apis;

/// <summary>An add-on.</summary>
internal sealed class HerokuAddon(string id, string name, string plan, HerokuApp app, DateTimeOffset created)
{
    public string Id => id;

    public string Name => name;

    public string Plan => plan;

    public string Service => plan.Split(':')[0];

    public HerokuApp App => app;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required string PlanId { get; init; }

    public required string ServiceId { get; init; }

    public required string ProviderId { get; init; }

    /// <summary>provisioning or provisioned.</summary>
    public required string State { get; set; }

    public bool IsThere => State == "provisioned";

    public required string Url { get; set; }

    /// <summary>The add-on it follows; null when none.</summary>
    public HerokuAddon? Leader { get; set; }

    public required HerokuWindow Window { get; set; }

    /// <summary>The last or the next maintenance; null when there was none.</summary>
    public HerokuMaintenance? Maintenance { get; set; }

    /// <summary>Maintenances that are over, newest first.</summary>
    public List<HerokuMaintenance> History { get; } = [];

    public bool IsPostgres => Service == "heroku-postgresql";

    public bool IsEssential => Plan.Contains(":essential-", StringComparison.Ordinal);

    /// <summary>Whether Heroku itself maintains add-ons of this plan.</summary>
    public static bool IsData(string plan) =>
        plan.StartsWith("heroku-postgresql:", StringComparison.Ordinal)
        || plan.StartsWith("heroku-redis:", StringComparison.Ordinal)
        || plan.StartsWith("heroku-kafka:", StringComparison.Ordinal);
}

/// <summary>An add-on's name on an app.</summary>
internal sealed record HerokuAttachment(
    string Id,
    string Name,
    HerokuAddon Addon,
    HerokuApp App,
    string? Namespace,
    DateTimeOffset Created
)
{
    public string Var => Name + "_URL";
}

/// <summary>One maintenance of an add-on.</summary>
internal sealed class HerokuMaintenance(string reason, DateTimeOffset created)
{
    public string Reason => reason;

    public DateTimeOffset Created { get; } = created;

    /// <summary>pending, preparing, ready, running or completed.</summary>
    public required string Status { get; set; }

    public required TimeSpan Takes { get; init; }

    public required DateTimeOffset RequiredBy { get; init; }

    public required DateTimeOffset ScheduledFor { get; set; }

    public required HerokuWindow Window { get; set; }

    public DateTimeOffset? PreviouslyScheduledFor { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Completed { get; set; }
}
