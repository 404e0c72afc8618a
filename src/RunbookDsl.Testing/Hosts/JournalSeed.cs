namespace RunbookDsl.Testing;

/// <summary>A message in the journal of a scripted machine.</summary>
/// <param name="Unit">The unit that says it.</param>
/// <param name="Message">What it says.</param>
/// <param name="Priority">From 0, an emergency, to 7, for who looks for faults; 3 is an error.</param>
/// <param name="IsAtStart">Whether it is said whenever the unit is started, in place of once before.</param>
public sealed record JournalSeed(string Unit, string Message, int Priority, bool IsAtStart);
