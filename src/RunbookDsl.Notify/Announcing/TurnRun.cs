using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Notify;

/// <summary>Carries out one update of a maintenance.</summary>
internal sealed class TurnRun(TurnOperation turn, StepContext context)
{
    private const string Status = "status";
    private const string End = "scheduled_until";
    private const string Component = "component ";
    private readonly StatuspageApi _api = new(context, turn.Page);

    private string Incident => context.Read(turn.Incident);

    private string Mark => turn.Mark.Text(context);

    public async Task<Probe> ProbeAsync(CancellationToken cancellation)
    {
        var now = await _api.GetAsync(Incident, cancellation).ConfigureAwait(false);
        var seen = $"the maintenance is {now.TextAt(Status)}";
        return IsMarked(now) && (turn.Status is null || now.TextAt(Status) == turn.Status)
            ? Probe.Done($"{seen}, marked {Mark}")
            : Probe.NotDone($"{seen}, nothing is marked {Mark}");
    }

    public async Task<Captured?> CaptureAsync(CancellationToken cancellation)
    {
        var now = await _api.GetAsync(Incident, cancellation).ConfigureAwait(false);
        var before = Captured.Of(Status, now.TextAt(Status)).And(End, now.TextAt(End));
        foreach (var (id, status) in Components(now))
            before = before.And(Component + id, status);
        return before;
    }

    public async Task PostAsync(CancellationToken cancellation)
    {
        var now = await _api.GetAsync(Incident, cancellation).ConfigureAwait(false);
        await _api.ChangeAsync(
                Incident,
                j =>
                {
                    j.WriteString("body", turn.Text);
                    if (turn.Status is { } status)
                        j.WriteString(Status, status);
                    if (turn.Until is { } until)
                        j.WriteString(End, until.UtcDateTime);
                    if (turn.ComponentStatus is { } wanted)
                        Write(j, Components(now).Select(c => (c.Id, wanted)));
                    Metadata(j, now, marked: true);
                },
                cancellation
            )
            .ConfigureAwait(false);
    }

    public async Task PutBackAsync(CancellationToken cancellation)
    {
        var now = await _api.GetAsync(Incident, cancellation).ConfigureAwait(false);
        await _api.ChangeAsync(
                Incident,
                j =>
                {
                    j.WriteString(Status, context.Before![Status]);
                    if (turn.Until is not null)
                        j.WriteString(End, context.Before[End]);
                    j.WriteBoolean("deliver_notifications", false);
                    if (turn.ComponentStatus is not null)
                        Write(j, Kept());
                    Metadata(j, now, marked: false);
                },
                cancellation
            )
            .ConfigureAwait(false);
    }

    public async Task<Probe> ProbePutBackAsync(CancellationToken cancellation)
    {
        var now = await _api.GetAsync(Incident, cancellation).ConfigureAwait(false);
        var components = Components(now).ToDictionary(c => c.Id, c => c.Status);
        var isBack =
            !IsMarked(now)
            && now.TextAt(Status) == context.Before![Status]
            && (
                turn.ComponentStatus is null
                || Kept().All(k => components.GetValueOrDefault(k.Id) == k.Status)
            );
        var seen = $"the maintenance is {now.TextAt(Status)}";
        return isBack ? Probe.Done(seen) : Probe.NotDone(seen);
    }

    private IEnumerable<(string Id, string Status)> Kept() =>
        context
            .Before!.Values.Where(v => v.Key.StartsWith(Component, StringComparison.Ordinal))
            .Select(v => (v.Key[Component.Length..], v.Value!));

    private bool IsMarked(JsonElement incident) =>
        incident.At("metadata").At(StatuspageApi.Marker).TextAt(Mark) is not null;

    private static IEnumerable<(string Id, string Status)> Components(JsonElement incident) =>
        incident
            .At("components")
            .Items()
            .Select(c => (c.TextAt("id") ?? "", c.TextAt("status") ?? ""))
            .Where(c => c.Item1.Length > 0 && c.Item2.Length > 0);

    private static void Write(Utf8JsonWriter json, IEnumerable<(string Id, string Status)> components)
    {
        json.WriteStartObject("components");
        foreach (var (id, status) in components)
            json.WriteString(id, status);
        json.WriteEndObject();
    }

    // The provider takes metadata as a whole: what others have put there stays.
    private void Metadata(Utf8JsonWriter json, JsonElement now, bool marked)
    {
        json.WriteStartObject("metadata");
        var all = now.At("metadata");
        if (all.ValueKind == JsonValueKind.Object)
            foreach (var other in all.EnumerateObject().Where(m => m.Name != StatuspageApi.Marker))
                other.WriteTo(json);
        json.WriteStartObject(StatuspageApi.Marker);
        var ours = all.At(StatuspageApi.Marker);
        if (ours.ValueKind == JsonValueKind.Object)
            foreach (var mark in ours.EnumerateObject().Where(m => m.Name != Mark))
                mark.WriteTo(json);
        if (marked)
            json.WriteString(Mark, turn.Status ?? "said");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
