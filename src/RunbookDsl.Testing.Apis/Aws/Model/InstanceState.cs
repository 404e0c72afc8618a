namespace RunbookDsl.Testing.Apis;

/// <summary>State of an instance: its number and its word.</summary>
internal sealed record InstanceState(int Code, string Name)
{
    public static readonly InstanceState Pending = new(0, "pending");

    public static readonly InstanceState Running = new(16, "running");

    public static readonly InstanceState ShuttingDown = new(32, "shutting-down");

    public static readonly InstanceState Terminated = new(48, "terminated");

    public static readonly InstanceState Stopping = new(64, "stopping");

    public static readonly InstanceState Stopped = new(80, "stopped");

    /// <summary>Whether it becomes another one on its own.</summary>
    public bool IsMoving => this == Pending || this == ShuttingDown || this == Stopping;

    /// <summary>Whether the server is lost.</summary>
    public bool IsGone => this == ShuttingDown || this == Terminated;
}
