namespace RunbookDsl.Testing;

/// <summary>A Debian package of a scripted machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Installed">The version that is installed; null when it is not.</param>
/// <param name="Offered">The version that the mirror has; null when it has no other.</param>
/// <param name="Listed">The version that <c>apt-get update</c> has told this machine of.</param>
internal sealed record PackageState(string Name, string? Installed, string? Offered, string? Listed)
{
    /// <summary>The version that the machine began with, which the mirror still has.</summary>
    public string? First { get; init; } = Installed;

    /// <summary>The version whose code runs since the last boot.</summary>
    public string? Booted { get; init; } = Installed;

    /// <summary>Whether upgrades leave it alone.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether its code runs until the machine is rebooted.</summary>
    public bool RunsUntilBoot =>
        Name.StartsWith("linux-image", StringComparison.Ordinal) || Name is "libc6" or "systemd" or "dbus";
}
