namespace RunbookDsl.Journal;

/// <summary>A run that its owner wants to hand over.</summary>
/// <param name="To">The operator who may take it.</param>
/// <param name="By">The operator who offered it.</param>
/// <param name="At">When, UTC.</param>
public sealed record RunOffer(string To, string By, DateTimeOffset At);
