using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>A rule that keeps alerts quiet.</summary>
internal sealed class NewRelicMutingRule(string id, int account, DateTimeOffset created)
{
    public string Id => id;

    public int Account => account;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required string Name { get; set; }

    public string? Description { get; set; }

    public bool IsEnabled { get; set; } = true;

    /// <summary>operator and conditions.</summary>
    public required JsonObject Condition { get; set; }

    public NewRelicSchedule? Schedule { get; set; }

    public string? Ended { get; set; }

    /// <summary>ACTIVE, SCHEDULED, ENDED or INACTIVE.</summary>
    public string Status(DateTimeOffset now) =>
        !IsEnabled ? "INACTIVE"
        : Schedule?.Start is { } start && now < start ? "SCHEDULED"
        : Schedule is { Repeat: null, End: { } end } && now >= end ? "ENDED"
        : "ACTIVE";
}

/// <summary>When a rule is at work.</summary>
internal sealed record NewRelicSchedule(DateTimeOffset? Start, DateTimeOffset? End, string Zone)
{
    public string? Repeat { get; init; }

    public string? EndRepeat { get; init; }

    public long? RepeatCount { get; init; }

    public IReadOnlyList<string> Days { get; init; } = [];
}

/// <summary>A mark in the charts of an application.</summary>
internal sealed record NewRelicDeployment(
    string Id,
    NewRelicApplication Application,
    string Revision,
    JsonObject Fields,
    bool IsRest
);
