namespace RunbookDsl.Testing.Apis;

/// <summary>The maintenance mode of an application.</summary>
/// <param name="Path">Where it is told and set.</param>
/// <param name="Token">Name of the secret that may set it.</param>
/// <param name="Field">The field of the JSON.</param>
public sealed record SiteSwitch(string Path, string Token, string Field);
