namespace RunbookDsl.Testing;

/// <summary>A Debian package of a scripted machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that is installed; null when it is not.</param>
/// <param name="Offered">The version that the mirror has; null when it has no other.</param>
public sealed record PackageSeed(string Name, string? Version, string? Offered);
