namespace RunbookDsl.Testing.Apis;

/// <summary>The words of the API.</summary>
internal static class StatuspageWords
{
    public static readonly string[] Realtime = ["investigating", "identified", "monitoring", "resolved"];

    public static readonly string[] Scheduled = ["scheduled", "in_progress", "verifying", "completed"];

    public static readonly string[] Impacts = ["none", "maintenance", "minor", "major", "critical"];

    /// <summary>From best to worst.</summary>
    public static readonly string[] Components =
    [
        "operational",
        "under_maintenance",
        "degraded_performance",
        "partial_outage",
        "major_outage",
    ];

    /// <summary>What a new or changed incident may have.</summary>
    public static readonly string[] Fields =
    [
        "name",
        "status",
        "impact_override",
        "scheduled_for",
        "scheduled_until",
        "scheduled_remind_prior",
        "scheduled_auto_in_progress",
        "scheduled_auto_completed",
        "auto_transition_to_maintenance_state",
        "auto_transition_to_operational_state",
        "auto_transition_deliver_notifications_at_start",
        "auto_transition_deliver_notifications_at_end",
        "metadata",
        "deliver_notifications",
        "auto_tweet_at_beginning",
        "auto_tweet_on_completion",
        "auto_tweet_on_creation",
        "auto_tweet_one_hour_before",
        "backfill_date",
        "backfilled",
        "body",
        "components",
        "component_ids",
    ];
}
