namespace RunbookDsl.Testing.Apis;

/// <summary>An instance behind a load balancer.</summary>
internal sealed class AwsTarget(string id, int port)
{
    public string Id => id;

    public int Port => port;

    /// <summary>initial, healthy, unhealthy, unused or draining.</summary>
    public string State { get; set; } = "initial";

    public string? Reason { get; set; }

    public string? Description { get; set; }

    /// <summary>Counts the changes: a transition of an earlier one is void.</summary>
    public int Turn { get; set; }

    public bool IsMoving => State is "initial" or "draining";
}
