namespace RunbookDsl.Engine;

/// <content>What the plan in force says about itself.</content>
public sealed partial class RunState
{
    /// <summary>Why it is run; null when the runbook does not say, or in a run of an earlier
    /// release.</summary>
    public string? Purpose { get; internal set; }

    /// <summary>The team that answers for it; null when the runbook does not say.</summary>
    public string? Team { get; internal set; }

    /// <summary>Announced length of the window; zero without one, or in a run of an earlier
    /// release.</summary>
    public TimeSpan WindowLength { get; internal set; }

    internal IReadOnlyList<KeyValuePair<string, string>> ExpectedInline { get; set; } = [];
}
