namespace RunbookDsl.Testing;

/// <summary>What was tried. None of it violated an invariant.</summary>
/// <param name="Points">Points at which the process was ended.</param>
/// <param name="Runs">Runs that were crashed and resumed to their end.</param>
/// <param name="PowerLosses">How many of them lost power as well.</param>
/// <param name="SecondCrashes">How many of them were crashed again while they were resumed.</param>
/// <param name="Refusals">How many journals were refused as damaged after a loss of power that left
/// rubbish.</param>
public sealed record CrashReport(int Points, int Runs, int PowerLosses, int SecondCrashes, int Refusals);
