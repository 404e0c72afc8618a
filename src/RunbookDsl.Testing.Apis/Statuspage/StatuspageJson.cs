using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>What the API answers about the parts of the model.</summary>
internal static class StatuspageJson
{
    public static JsonObject Page(StatuspagePage page) =>
        new()
        {
            ["id"] = page.Id,
            ["name"] = page.Name,
            ["subdomain"] = page.Name,
            ["time_zone"] = "UTC",
            ["url"] = $"https://{page.Name}.statuspage.io",
        };

    public static JsonObject Component(StatuspagePage page, StatuspageComponent component) =>
        new()
        {
            ["id"] = component.Id,
            ["page_id"] = page.Id,
            ["group_id"] = null,
            ["group"] = false,
            ["name"] = component.Name,
            ["description"] = component.Description,
            ["position"] = page.Components.IndexOf(component) + 1,
            ["status"] = component.Status,
            ["showcase"] = true,
            ["only_show_if_degraded"] = false,
            ["created_at"] = component.Created.IsoMillis(),
            ["updated_at"] = component.Updated.IsoMillis(),
        };

    public static JsonObject Incident(StatuspagePage page, StatuspageIncident incident)
    {
        var body = new JsonObject
        {
            ["id"] = incident.Id,
            ["components"] = HerokuJson.List(incident.Components, c => Component(page, c)),
            ["created_at"] = incident.Created.IsoMillis(),
            ["impact"] = incident.Impact,
            ["impact_override"] = incident.ImpactOverride,
            ["incident_updates"] = HerokuJson.List(incident.Updates, u => Update(incident, u)),
            ["metadata"] = incident.Metadata.DeepClone(),
            ["monitoring_at"] = incident.Monitoring?.IsoMillis(),
            ["name"] = incident.Name,
            ["page_id"] = page.Id,
            ["postmortem_body"] = null,
            ["postmortem_published_at"] = null,
            ["resolved_at"] = incident.Resolved?.IsoMillis(),
            ["scheduled_for"] = incident.ScheduledFor?.IsoMillis(),
            ["scheduled_until"] = incident.ScheduledUntil?.IsoMillis(),
            ["shortlink"] = incident.Shortlink,
            ["status"] = incident.Status,
            ["updated_at"] = incident.Updated.IsoMillis(),
        };
        foreach (var (name, isOn) in incident.Autos)
            body[name] = isOn;
        return body;
    }

    public static JsonObject Update(StatuspageIncident incident, StatuspageUpdate update) =>
        new()
        {
            ["id"] = update.Id,
            ["incident_id"] = incident.Id,
            ["status"] = update.Status,
            ["body"] = update.Body,
            ["affected_components"] = HerokuJson.List(
                update.Affected,
                a => new JsonObject
                {
                    ["code"] = a.Component.Id,
                    ["name"] = a.Component.Name,
                    ["old_status"] = a.Old,
                    ["new_status"] = a.New,
                }
            ),
            ["created_at"] = update.Created.IsoMillis(),
            ["updated_at"] = update.Updated.IsoMillis(),
            ["display_at"] = update.Displayed.IsoMillis(),
            ["deliver_notifications"] = update.IsDelivered,
            ["wants_twitter_update"] = update.WantsTweet,
            ["tweet_id"] = null,
            ["custom_tweet"] = null,
        };
}
