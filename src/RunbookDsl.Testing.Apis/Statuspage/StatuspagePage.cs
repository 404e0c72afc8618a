using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>A page.</summary>
internal sealed class StatuspagePage(string id, string name)
{
    public string Id => id;

    public string Name => name;

    public List<StatuspageComponent> Components { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<StatuspageIncident> Incidents { get; } = [];
}

/// <summary>A component of a page.</summary>
internal sealed class StatuspageComponent(string id, string name, DateTimeOffset created)
{
    public string Id => id;

    public string Name { get; set; } = name;

    public string? Description { get; set; }

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required string Status { get; set; }
}

/// <summary>An incident, or a maintenance that was announced.</summary>
internal sealed class StatuspageIncident(string id, DateTimeOffset created)
{
    public string Id => id;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required string Name { get; set; }

    public required string Status { get; set; }

    public required string Shortlink { get; init; }

    public string? ImpactOverride { get; set; }

    public JsonObject Metadata { get; set; } = [];

    public DateTimeOffset? ScheduledFor { get; set; }

    public DateTimeOffset? ScheduledUntil { get; set; }

    public DateTimeOffset? Monitoring { get; set; }

    public DateTimeOffset? Resolved { get; set; }

    /// <summary>Begins and ends by itself; moves its components then.</summary>
    public Dictionary<string, bool> Autos { get; } = [];

    public bool Auto(string name) => Autos.GetValueOrDefault(name);

    public List<StatuspageComponent> Components { get; set; } = [];

    /// <summary>Newest first.</summary>
    public List<StatuspageUpdate> Updates { get; } = [];

    public bool IsScheduled => ScheduledFor is not null;

    public bool IsOver => Status is "resolved" or "completed" or "postmortem";

    public string Impact =>
        ImpactOverride
        ?? (IsScheduled ? "maintenance" : Components.Select(c => c.Status).Aggregate("none", Worse));

    private static string Worse(string impact, string status)
    {
        var of = status switch
        {
            "major_outage" => "critical",
            "partial_outage" => "major",
            "degraded_performance" => "minor",
            _ => "none",
        };
        var all = StatuspageWords.Impacts;
        return Array.IndexOf(all, of) > Array.IndexOf(all, impact) ? of : impact;
    }
}

/// <summary>What people read about an incident.</summary>
internal sealed class StatuspageUpdate(string id, string status, DateTimeOffset created)
{
    public string Id => id;

    public string Status => status;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public DateTimeOffset Displayed { get; set; } = created;

    public required string Body { get; set; }

    public required bool IsDelivered { get; set; }

    public bool WantsTweet { get; set; }

    public IReadOnlyList<(StatuspageComponent Component, string Old, string New)> Affected { get; init; } =
    [];
}
