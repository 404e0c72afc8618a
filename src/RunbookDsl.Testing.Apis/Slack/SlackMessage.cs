namespace RunbookDsl.Testing.Apis;

/// <summary>A message that people have seen.</summary>
/// <param name="Channel">Without the hash sign.</param>
/// <param name="Text">What it says.</param>
/// <param name="At">When, in virtual time.</param>
public sealed record SlackMessage(string Channel, string Text, DateTimeOffset At)
{
    /// <summary>What programs see besides, as JSON; null for nothing.</summary>
    public string? Metadata { get; init; }
}
