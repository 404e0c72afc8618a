using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>Something the operator saw.</summary>
/// <param name="Life">The process it came from, from 1.</param>
/// <param name="Event">What the engine told.</param>
public sealed record SeenEvent(int Life, RunEvent Event);
