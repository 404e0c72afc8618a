namespace RunbookDsl.Testing;

/// <summary>The process ends, as by <c>kill -9</c>.</summary>
/// <param name="Step">In this step.</param>
/// <param name="Moment">At this moment of it.</param>
/// <param name="IsUndo">While the step is taken back, instead of done.</param>
public sealed record ScenarioCrash(string Step, CrashMoment Moment, bool IsUndo = false);
