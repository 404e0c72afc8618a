using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Notify;

/// <summary>
/// Announces a maintenance on a page; its result is the id, which later steps go on with. A marker that the
/// page does not show says whether it is there already.
/// </summary>
public sealed record ScheduleOperation : Operation<string>
{
    internal ScheduleOperation(
        PublicPage page,
        string title,
        string text,
        DateTimeOffset from,
        DateTimeOffset until
    ) => (Page, Title, Text, From, Until) = (page, title, text, from, until);

    /// <summary>Where it is announced.</summary>
    public PublicPage Page { get; }

    /// <summary>What stands above the text.</summary>
    public string Title { get; }

    /// <summary>What people read, with the times.</summary>
    public string Text { get; }

    /// <summary>When the maintenance begins.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When it ends, as announced.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Ids of the components that are touched.</summary>
    public ImmutableArray<string> Components { get; internal init; } = [];

    /// <summary>What it is known by.</summary>
    public DeliveryMark Mark { get; private init; } = DeliveryMark.None;

    /// <inheritdoc/>
    public override string Kind => "StatusPage.Schedule";

    /// <inheritdoc/>
    public override string Description =>
        $"announce \"{Title}\" on status page {Page}: {AbsoluteTimes.Span(From, Until)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Additive;

    /// <inheritdoc/>
    public override string? Target => $"status page {Page}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Page.Key];

    /// <inheritdoc/>
    public override string? Verification => "the page has it with its times";

    /// <inheritdoc/>
    public override string? Warning => AbsoluteTimes.Warning($"{Title} {Text}");

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("page", Page.Id),
            new("title", Title),
            new("text", Text),
            new("from", Time(From)),
            new("until", Time(Until)),
            .. Components.Select(c => new Fact("component", c)),
            .. Mark.Facts,
        ];

    /// <summary>
    /// A copy that is known by this name in every run: a second run finds it and announces nothing.
    /// </summary>
    /// <param name="name">Of the announcement: <c>migration-2026-12-05</c>.</param>
    public ScheduleOperation Once(string name) => this with { Mark = DeliveryMark.Of(name) };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var mark = Mark.Text(context);
        var found = await new StatuspageApi(context, Page)
            .FindAsync(mark, cancellation)
            .ConfigureAwait(false);
        return found.TextAt("id") is { } id
            ? Probe.Done($"announced as {id}, marked {mark}", id)
            : Probe.NotDone($"nothing on the page is marked {mark}");
    }

    /// <inheritdoc/>
    public override async Task<string> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var made = await new StatuspageApi(context, Page)
            .ChangeAsync(null, j => Write(j, Mark.Text(context)), cancellation)
            .ConfigureAwait(false);
        return made.TextAt("id")
            ?? throw new OutcomeUnknownException("Statuspage took it and did not say under which id");
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        string result,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var found = await new StatuspageApi(context, Page)
            .GetAsync(result, cancellation)
            .ConfigureAwait(false);
        var seen =
            $"{found.TextAt("name")}: {found.TextAt("status")}, {found.TextAt("scheduled_for")} to "
            + found.TextAt("scheduled_until");
        return IsAt(found, "scheduled_for", From) && IsAt(found, "scheduled_until", Until)
            ? Verdict.Pass(seen)
            : Verdict.Fail($"{seen}; expected {Time(From)} to {Time(Until)}");
    }

    private void Write(Utf8JsonWriter json, string mark)
    {
        json.WriteString("name", Title);
        json.WriteString("status", "scheduled");
        json.WriteString("body", Text);
        json.WriteString("scheduled_for", Time(From));
        json.WriteString("scheduled_until", Time(Until));
        json.WriteBoolean("scheduled_auto_in_progress", false);
        json.WriteBoolean("scheduled_auto_completed", false);
        json.WriteStartArray("component_ids");
        foreach (var component in Components)
            json.WriteStringValue(component);
        json.WriteEndArray();
        json.WriteStartObject("metadata");
        json.WriteStartObject(StatuspageApi.Marker);
        json.WriteString("mark", mark);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static bool IsAt(JsonElement incident, string name, DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            incident.TextAt(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var found
        )
        && found == time;

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
