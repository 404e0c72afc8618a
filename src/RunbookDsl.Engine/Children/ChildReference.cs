namespace RunbookDsl.Engine;

/// <summary>The child run of a step, as the parent's journal names it before it begins.</summary>
/// <param name="RunId">The child's run.</param>
/// <param name="ScriptPath">Full path of its script.</param>
/// <param name="PlanHash">The plan it was begun with.</param>
public sealed record ChildReference(string RunId, string ScriptPath, string PlanHash)
{
    /// <summary>
    /// How it stood when it last gave its parent the word back; null while it works or after a crash.
    /// </summary>
    public RunStatus? Status { get; init; }

    internal IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
