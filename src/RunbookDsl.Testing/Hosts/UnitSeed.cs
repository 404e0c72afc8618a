namespace RunbookDsl.Testing;

/// <summary>A systemd unit of a scripted machine.</summary>
/// <param name="Name">With or without <c>.service</c>.</param>
/// <param name="IsActive">Whether it runs.</param>
/// <param name="IsEnabled">Whether it starts with the machine.</param>
/// <param name="StartFails">Whether it fails whenever it is started.</param>
public sealed record UnitSeed(string Name, bool IsActive, bool IsEnabled, bool StartFails);
