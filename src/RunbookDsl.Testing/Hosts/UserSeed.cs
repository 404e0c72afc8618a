namespace RunbookDsl.Testing;

/// <summary>Somebody who may log in to a scripted machine.</summary>
/// <param name="Name">The login name.</param>
/// <param name="MaySudo">Whether sudo asks for no password; else it refuses.</param>
public sealed record UserSeed(string Name, bool MaySudo);
