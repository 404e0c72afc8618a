namespace RunbookDsl.Testing;

/// <summary>A Debian package of a scripted machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Installed">The version that is installed; null when it is not.</param>
/// <param name="Offered">The version that the mirror has; null when it has no other.</param>
/// <param name="Listed">The version that <c>apt-get update</c> has told this machine of.</param>
internal sealed record PackageState(string Name, string? Installed, string? Offered, string? Listed);
