namespace RunbookDsl.Testing.Apis;

/// <summary>An instance of a group.</summary>
internal sealed class AwsMember(AwsInstance instance, string lifecycle)
{
    public AwsInstance Instance => instance;

    /// <summary>Pending, InService, EnteringStandby, Standby, Terminating.</summary>
    public string Lifecycle { get; set; } = lifecycle;

    public bool IsHealthy { get; set; } = true;

    public bool IsProtected { get; set; }

    public string Health => IsHealthy ? "Healthy" : "Unhealthy";

    /// <summary>Whether it counts for the group's size.</summary>
    public bool Counts => Lifecycle is "Pending" or "InService";

    public bool IsMoving => Lifecycle is "Pending" or "EnteringStandby" or "Terminating";
}
