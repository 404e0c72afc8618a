namespace RunbookDsl.Engine;

/// <summary>Something that is still switched off, with the run whose step did it.</summary>
/// <param name="RunId">The run, or one of its child runs.</param>
/// <param name="Step">The step.</param>
public sealed record OffStep(string RunId, StepState Step);
