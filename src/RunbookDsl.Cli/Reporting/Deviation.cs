namespace RunbookDsl.Cli;

/// <summary>Something that did not go as planned.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Step">The step; null is the whole run.</param>
/// <param name="What">What happened.</param>
/// <param name="Who">Who decided it; null when nobody did.</param>
/// <param name="Why">The reason or the error; null when none was given.</param>
internal sealed record Deviation(DateTimeOffset At, string? Step, string What, string? Who, string? Why);
