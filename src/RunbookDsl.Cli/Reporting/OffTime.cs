namespace RunbookDsl.Cli;

/// <summary>How long something was switched off, or otherwise than usual.</summary>
/// <param name="Step">The step that did it.</param>
/// <param name="Operation">What it did it with, such as <c>Pg.Fence</c>.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="Until">Until when; null is still.</param>
internal sealed record OffTime(string Step, string Operation, DateTimeOffset From, DateTimeOffset? Until);
