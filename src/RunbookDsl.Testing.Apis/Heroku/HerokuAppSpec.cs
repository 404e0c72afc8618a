using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>An app as the world file describes it.</summary>
internal sealed record HerokuAppSpec(string Name, SourceLocation Where)
{
    public ImmutableArray<HerokuFormationSpec> Formations { get; init; } = [];

    public ImmutableSortedDictionary<string, string> OneOffs { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Config { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableArray<HerokuAddonSpec> Addons { get; init; } = [];

    public ImmutableSortedSet<string> Crashing { get; init; } = [];

    public bool IsInMaintenance { get; init; }

    public string? ReadOnlyVar { get; init; }

    public HerokuReleasePhase? ReleasePhase { get; init; }
}

/// <summary>A process type of an app.</summary>
internal sealed record HerokuFormationSpec(string Type, int Quantity, string Size, string Command);

/// <summary>The release command of an app.</summary>
internal sealed record HerokuReleasePhase(TimeSpan Takes, bool Fails);

/// <summary>An add-on as the world file describes it.</summary>
internal sealed record HerokuAddonSpec(string Name, string Plan, SourceLocation Where)
{
    public ImmutableArray<string> Attachments { get; init; } = [];

    public string? UrlSecret { get; init; }

    public TimeSpan Provisioning { get; init; }

    public string? Leader { get; init; }

    public HerokuWindow Window { get; init; } = new(DayOfWeek.Thursday, new(22, 0));

    public HerokuMaintenanceSpec? Maintenance { get; init; }
}

/// <summary>Maintenance that is due.</summary>
internal sealed record HerokuMaintenanceSpec(string Reason, int Weeks, int RequiredInWeeks)
{
    public TimeSpan Preparing { get; init; }

    public TimeSpan Takes { get; init; }
}
