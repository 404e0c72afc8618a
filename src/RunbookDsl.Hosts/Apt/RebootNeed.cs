namespace RunbookDsl.Hosts;

/// <summary>Whether a host wants to be rebooted.</summary>
/// <param name="IsRequired">Whether it does.</param>
/// <param name="Reasons">The packages that want it, or the kernels.</param>
/// <param name="Services">Services that still run code that was replaced.</param>
public sealed record RebootNeed(
    bool IsRequired,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Services
)
{
    /// <summary><c>reboot: linux-image-amd64; restart: ssh.service</c>.</summary>
    public override string ToString() =>
        (IsRequired ? $"reboot: {string.Join(", ", Reasons)}" : "no reboot")
        + (Services.Count == 0 ? "" : $"; restart: {string.Join(", ", Services)}");
}
