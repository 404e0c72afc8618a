namespace RunbookDsl.Testing;

/// <summary>A list of what a system of a world knows; everything else fails a rehearsal.</summary>
/// <param name="System">Its word in a world file.</param>
/// <param name="What">What is listed.</param>
/// <param name="Names">The list.</param>
public sealed record WorldAbility(string System, string What, IReadOnlyList<string> Names);
