namespace RunbookDsl.Testing.Apis;

/// <summary>A group of AutoScaling: its sizes, members and suspended processes.</summary>
internal sealed class AwsGroup(GroupSpec spec)
{
    /// <summary>Every process there is, in the order they are answered.</summary>
    public static readonly IReadOnlyList<string> Processes =
    [
        "Launch",
        "Terminate",
        "AddToLoadBalancer",
        "AlarmNotification",
        "AZRebalance",
        "HealthCheck",
        "InstanceRefresh",
        "ReplaceUnhealthy",
        "ScheduledActions",
    ];

    public string Name => spec.Name;

    /// <summary>Part of its ARN.</summary>
    public required string Id { get; init; }

    public GroupSpec Spec => spec;

    public int Min { get; set; } = spec.Min;

    public int Max { get; set; } = spec.Max;

    public int Desired { get; set; } = spec.Desired ?? spec.Members.Length;

    public int Cooldown { get; set; } = 300;

    public int Grace { get; set; } = 300;

    public bool AsksBalancers { get; set; } = spec.AsksBalancers;

    public bool ProtectsNew { get; set; }

    public IReadOnlyList<string> Policies { get; set; } = ["Default"];

    public List<AwsMember> Members { get; } = [];

    public List<AwsActivity> Activities { get; } = [];

    /// <summary>Suspended processes, each with the reason.</summary>
    public Dictionary<string, string> Suspended { get; } = new(StringComparer.Ordinal);

    /// <summary>How many instances it has launched.</summary>
    public int Launched { get; set; }

    public bool Runs(string process) => !Suspended.ContainsKey(process);

    public AwsMember? Find(string instance) => Members.Find(m => m.Instance.Id == instance);

    public string Sizes => FormattableString.Invariant($"min {Min} desired {Desired} max {Max}");

    public string SuspendedLine =>
        Suspended.Count == 0 ? "nothing suspended"
        : Suspended.Count == Processes.Count ? "all suspended"
        : $"suspended {string.Join(' ', Processes.Where(Suspended.ContainsKey))}";

    public string MembersLine =>
        Members.Count == 0
            ? "no members"
            : string.Join(
                ", ",
                Members
                    .Select(m => $"{m.Instance.Id} {m.Lifecycle}{(m.IsHealthy ? "" : " Unhealthy")}")
                    .Order(StringComparer.Ordinal)
            );
}
