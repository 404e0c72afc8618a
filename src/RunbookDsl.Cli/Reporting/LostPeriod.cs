namespace RunbookDsl.Cli;

/// <summary>What users wrote and no longer have after a database was put back to a backup.</summary>
/// <param name="Step">The step that put it back.</param>
/// <param name="From">When the backup was taken.</param>
/// <param name="Until">When users could no longer write.</param>
/// <param name="UntilWhat">What ended the writing: the step, or that nothing did before.</param>
internal sealed record LostPeriod(string Step, DateTimeOffset From, DateTimeOffset Until, string UntilWhat);
