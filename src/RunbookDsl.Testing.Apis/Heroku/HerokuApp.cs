namespace RunbookDsl.Testing.Apis;

/// <summary>An app.</summary>
internal sealed class HerokuApp(string id, string name, DateTimeOffset created)
{
    public string Id => id;

    public string Name => name;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public bool IsInMaintenance { get; set; }

    /// <summary>A config var that keeps the app from writing.</summary>
    public string? ReadOnlyVar { get; init; }

    public HerokuReleasePhase? ReleasePhase { get; init; }

    /// <summary>What was set by hand; attachments add theirs.</summary>
    public SortedDictionary<string, string> Config { get; set; } = new(StringComparer.Ordinal);

    public List<HerokuFormation> Formations { get; } = [];

    public List<HerokuDyno> Dynos { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<HerokuRelease> Releases { get; } = [];

    /// <summary>The release that dynos are started with.</summary>
    public HerokuRelease? Current => Releases.LastOrDefault(r => r.IsCurrent);

    /// <summary>Whether nothing of it can write now.</summary>
    public bool IsQuiet =>
        IsInMaintenance
        || ReadOnlyVar is { } name
            && Dynos.All(d => d.State == "up" && d.Release.Config.GetValueOrDefault(name, "").Length > 0);
}

/// <summary>A process type of an app.</summary>
internal sealed class HerokuFormation(string id, string type, string command, DateTimeOffset created)
{
    public string Id => id;

    public string Type => type;

    public string Command => command;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required int Quantity { get; set; }

    public required string Size { get; set; }

    /// <summary>Its dynos crash as soon as they are started.</summary>
    public bool Crashes { get; init; }

    public override string ToString() => $"{Type}={Quantity}:{Size}";
}

/// <summary>A dyno; one that is started again is another one of the same name.</summary>
internal sealed class HerokuDyno(string id, string name, HerokuRelease release, DateTimeOffset created)
{
    public string Id => id;

    public string Name => name;

    public string Type => name.Split('.')[0];

    public HerokuRelease Release => release;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required string Command { get; init; }

    public required string Size { get; init; }

    public required string State { get; set; }

    /// <summary>Its process type; null for one-off dynos.</summary>
    public HerokuFormation? Formation { get; init; }
}

/// <summary>A release.</summary>
internal sealed class HerokuRelease(string id, int version, string description, DateTimeOffset created)
{
    public string Id => id;

    public int Version => version;

    public string Description => description;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    /// <summary>pending, succeeded or failed.</summary>
    public required string Status { get; set; }

    public bool IsCurrent { get; set; }

    public required string Slug { get; init; }

    /// <summary>The config vars that were set by hand when it was made.</summary>
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    public IReadOnlyList<string> Plans { get; init; } = [];
}
