using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>How incidents and announced maintenances come and go, by calls and by the clock.</summary>
internal sealed class StatuspageCourse(StatuspageFake fake)
{
    private const int LongestName = 255;
    private const int LongestBody = 25_000;

    private static readonly string[] Autos =
    [
        "scheduled_auto_in_progress",
        "scheduled_auto_completed",
        "auto_transition_to_maintenance_state",
        "auto_transition_to_operational_state",
        "auto_transition_deliver_notifications_at_start",
        "auto_transition_deliver_notifications_at_end",
    ];

    private DateTimeOffset Now => fake.Scene.Clock.GetUtcNow();

    public StatuspageIncident Create(ApiCall call, StatuspagePage page, RequestFields fields)
    {
        var name = fields.Text("name");
        if (string.IsNullOrEmpty(name) || name.Length > LongestName)
            throw StatuspageErrors.Invalid($"name has to have 1 to {LongestName} characters");
        var at = Time(fields, "scheduled_for");
        var status = fields.Text("status") ?? (at is null ? "investigating" : "scheduled");
        CheckFields(fields);
        var wanted = Wanted(page, fields);
        CheckTimes(status, at, Time(fields, "scheduled_until"));
        var incident = new StatuspageIncident(fake.Scene.Word("status-incident", 12), Now)
        {
            Name = name,
            Status = status,
            Shortlink = $"https://stspg.io/{fake.Scene.Word("status-link", 12)}",
        };
        Take(incident, fields);
        page.Incidents.Add(incident);
        call.Applied("no incident", Mask($"{name}: {status}"));
        Say(incident, Move(incident, wanted), Body(fields) ?? "", IsDelivered(fields));
        Expect(incident);
        return incident;
    }

    public void Update(ApiCall call, StatuspagePage page, StatuspageIncident incident, RequestFields fields)
    {
        CheckFields(fields);
        var wanted = Wanted(page, fields);
        var status = fields.Text("status") ?? incident.Status;
        var name = fields.Text("name") ?? incident.Name;
        if (name.Length is 0 or > LongestName)
            throw StatuspageErrors.Invalid($"name has to have 1 to {LongestName} characters");
        var at = Time(fields, "scheduled_for") ?? incident.ScheduledFor;
        CheckTimes(status, at, Time(fields, "scheduled_until") ?? incident.ScheduledUntil);
        var body = Body(fields);
        var before = $"{incident.Name}: {incident.Status}";
        var isSaid = body is { Length: > 0 } || status != incident.Status;
        (incident.Name, incident.Status) = (name, status);
        Take(incident, fields);
        if (isSaid || wanted.Count > 0 || before != $"{name}: {status}")
            call.Applied(Mask(before), Mask($"{name}: {status}"));
        var moved = Move(incident, wanted);
        if (isSaid)
            Say(incident, moved, body ?? "", IsDelivered(fields));
        incident.Updated = Now;
        Expect(incident);
    }

    public static void CheckStatus(string status)
    {
        if (!StatuspageWords.Components.Contains(status))
            throw StatuspageErrors.Invalid($"'{status}' is not a valid component status");
    }

    public static string? Body(RequestFields fields) =>
        fields.Text("body") is not { } body ? null
        : body.Length <= LongestBody ? body
        : throw StatuspageErrors.Invalid($"body is longer than {LongestBody} characters");

    public static DateTimeOffset? Time(RequestFields fields, string name) =>
        fields.Text(name) is not { Length: > 0 } text
            ? null
            : ModelTimes.Parse(text) ?? throw StatuspageErrors.Invalid($"{name} is no time");

    private static void CheckTimes(string status, DateTimeOffset? at, DateTimeOffset? until)
    {
        var known = at is null ? StatuspageWords.Realtime : StatuspageWords.Scheduled;
        if (!known.Contains(status))
            throw StatuspageErrors.Invalid($"status has to be one of {string.Join(", ", known)}");
        if (at is not null && (until is null || until <= at))
            throw StatuspageErrors.Invalid("scheduled_until has to be after scheduled_for");
    }

    /// <summary>Everything that could be wrong with it, before anything is changed.</summary>
    private static void CheckFields(RequestFields fields)
    {
        if (fields.Text("impact_override") is { } impact && !StatuspageWords.Impacts.Contains(impact))
            throw StatuspageErrors.Invalid($"'{impact}' is not a valid impact");
        if (fields.Object("metadata") is { } metadata && metadata.Values.Any(m => m.Value is not JsonObject))
            throw StatuspageErrors.Invalid("the values of metadata have to be objects");
        foreach (var name in Autos.Append("deliver_notifications"))
            fields.Flag(name);
    }

    private static bool IsDelivered(RequestFields fields) => fields.Flag("deliver_notifications") ?? true;

    private static void Take(StatuspageIncident incident, RequestFields fields)
    {
        incident.ImpactOverride = fields.Text("impact_override") ?? incident.ImpactOverride;
        if (fields.Object("metadata") is { } metadata)
            incident.Metadata = (JsonObject)metadata.Values.DeepClone();
        incident.ScheduledFor = Time(fields, "scheduled_for") ?? incident.ScheduledFor;
        incident.ScheduledUntil = Time(fields, "scheduled_until") ?? incident.ScheduledUntil;
        foreach (var name in Autos)
            if (fields.Flag(name) is { } isOn)
                incident.Autos[name] = isOn;
    }

    private static List<(StatuspageComponent Component, string? Status)> Wanted(
        StatuspagePage page,
        RequestFields fields
    )
    {
        var wanted = new List<(StatuspageComponent, string?)>();
        if (fields.Object("components") is { } statuses)
            foreach (var id in statuses.Names)
            {
                var status = statuses.Text(id) ?? "";
                CheckStatus(status);
                wanted.Add((Find(page, id), status));
            }
        foreach (var id in fields.Texts("component_ids"))
            if (wanted.All(w => w.Item1.Id != id))
                wanted.Add((Find(page, id), null));
        return wanted;
    }

    private static StatuspageComponent Find(StatuspagePage page, string id) =>
        page.Components.Find(c => c.Id == id)
        ?? throw StatuspageErrors.Invalid($"there is no component {id} on this page");

    private List<(StatuspageComponent Component, string Old, string New)> Move(
        StatuspageIncident incident,
        List<(StatuspageComponent Component, string? Status)> wanted
    )
    {
        var moved = new List<(StatuspageComponent, string, string)>();
        foreach (var (component, status) in wanted)
        {
            moved.Add((component, component.Status, status ?? component.Status));
            if (!incident.Components.Contains(component))
                incident.Components.Add(component);
            if (status is not null)
                (component.Status, component.Updated) = (status, Now);
        }
        return moved;
    }

    private void Say(
        StatuspageIncident incident,
        List<(StatuspageComponent Component, string Old, string New)> moved,
        string body,
        bool isDelivered
    )
    {
        incident.Updates.Insert(
            0,
            new(fake.Scene.Word("status-update", 12), incident.Status, Now)
            {
                Body = body,
                IsDelivered = isDelivered,
                Affected = moved,
            }
        );
        if (incident.Status == "monitoring")
            incident.Monitoring ??= Now;
        if (incident.IsOver)
            incident.Resolved ??= Now;
    }

    // What was changed since it was expected does not happen: the times are compared.
    private void Expect(StatuspageIncident incident)
    {
        var (begin, end) = (incident.ScheduledFor, incident.ScheduledUntil);
        if (incident.Status == "scheduled" && begin is { } at && incident.Auto("scheduled_auto_in_progress"))
            fake.Transitions.At(
                at,
                () =>
                {
                    if (incident.Status == "scheduled" && incident.ScheduledFor == at)
                        Turn(incident, "in_progress", "maintenance", "start", "under_maintenance");
                }
            );
        if (!incident.IsOver && end is { } until && incident.Auto("scheduled_auto_completed"))
            fake.Transitions.At(
                until,
                () =>
                {
                    if (!incident.IsOver && incident.ScheduledUntil == until)
                        Turn(incident, "completed", "operational", "end", "operational");
                }
            );
    }

    private void Turn(StatuspageIncident incident, string status, string state, string when, string component)
    {
        (incident.Status, incident.Updated) = (status, Now);
        var moves = incident.Auto($"auto_transition_to_{state}_state");
        var moved = Move(incident, [.. incident.Components.Select(c => (c, moves ? component : null))]);
        var body =
            status == "completed"
                ? "The scheduled maintenance has been completed."
                : "Scheduled maintenance is currently in progress. We will provide updates as necessary.";
        Say(incident, moved, body, incident.Auto($"auto_transition_deliver_notifications_at_{when}"));
    }

    private string Mask(string text) => fake.Scene.Secrets.Mask(text);
}
