namespace RunbookDsl.Testing;

/// <summary>A systemd unit of a scripted machine.</summary>
/// <param name="Name">With its suffix: <c>nginx.service</c>.</param>
internal sealed record UnitState(string Name)
{
    public bool IsActive { get; init; }

    public bool IsEnabled { get; init; }

    public bool IsMasked { get; init; }

    public bool IsFailed { get; init; }

    /// <summary>Whether its program fails whenever it is started.</summary>
    public bool StartFails { get; init; }

    /// <summary>Another one after every start; empty before the first.</summary>
    public string Invocation { get; init; } = "";

    /// <summary>What a transient unit ran; null for every other one.</summary>
    public TransientRun? Run { get; init; }

    public DateTimeOffset Since { get; init; }

    public string ActiveWord =>
        IsActive ? "active"
        : IsFailed ? "failed"
        : "inactive";

    public string EnabledWord =>
        IsMasked ? "masked"
        : IsEnabled ? "enabled"
        : "disabled";
}
