namespace RunbookDsl.Testing;

/// <summary>A job that workers of a scripted machine do again and again.</summary>
/// <param name="Name">As the program that tells running jobs prints it.</param>
/// <param name="Time">How long it goes on once no new ones are taken.</param>
public sealed record JobSeed(string Name, TimeSpan Time);
