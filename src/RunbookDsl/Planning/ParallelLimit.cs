namespace RunbookDsl;

/// <summary>A parallel block's limit on branches at once.</summary>
/// <param name="Block">Number of the block in the plan.</param>
/// <param name="Most">Most branches at once.</param>
public sealed record ParallelLimit(int Block, int Most);
