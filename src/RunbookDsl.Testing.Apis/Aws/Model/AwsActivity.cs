namespace RunbookDsl.Testing.Apis;

/// <summary>Something a group did.</summary>
internal sealed record AwsActivity(
    string Id,
    string Group,
    string Description,
    string Cause,
    DateTimeOffset At
);
