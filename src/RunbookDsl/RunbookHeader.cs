namespace RunbookDsl;

/// <summary>What a runbook says about itself.</summary>
public sealed record RunbookHeader
{
    /// <summary>Its title; the file's name until <c>Runbook("…")</c> gives one.</summary>
    public required string Title { get; init; }

    /// <summary>Why it is run; null when it does not say.</summary>
    public string? Purpose { get; init; }

    /// <summary>The team that answers for it; null when it does not say.</summary>
    public string? Owner { get; init; }

    /// <summary>Start of the maintenance window, UTC; null when there is none.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>Announced length of the window; zero when there is none.</summary>
    public TimeSpan WindowLength { get; init; }

    /// <summary>
    /// What only one run at a time may work on, from the first step to the end. Default none.
    /// </summary>
    public IReadOnlyList<string> Locks { get; init; } = [];
}
