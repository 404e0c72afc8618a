namespace RunbookDsl.Dns;

/// <summary>Records were changed; says how long resolvers may tell what was before.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="OldTtl">The longest TTL they had before, as it was served.</param>
public sealed record RecordsChanged(DateTimeOffset At, TimeSpan OldTtl)
{
    /// <summary>From then on no resolver that keeps to the TTL has an answer from before.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset OldAnswersUntil => At + OldTtl;
}
