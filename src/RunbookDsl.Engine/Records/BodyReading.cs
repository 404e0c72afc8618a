using System.Globalization;

namespace RunbookDsl.Engine;

/// <summary>
/// Reads fields of journal bodies; a missing field is never an error, so that later versions may add some.
/// </summary>
internal static class BodyReading
{
    public static string? Text(this BodyView body, string name) => body.Find(name).Text();

    public static bool Is(this BodyView body, string name) => body.Find(name).IsTrue;

    public static DateTimeOffset? Time(this BodyView body, string name) =>
        DateTimeOffset.TryParse(
            body.Text(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;

    public static TimeSpan Milliseconds(this BodyView body, string name) =>
        long.TryParse(body.Find(name).Json.Span, CultureInfo.InvariantCulture, out var ms)
            ? TimeSpan.FromMilliseconds(ms)
            : default;

    /// <summary>A whole number; 0 when there is none.</summary>
    public static int Number(this BodyView body, string name) =>
        int.TryParse(body.Find(name).Json.Span, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The JSON of a field, kept beyond the body; empty when there is none.</summary>
    public static ReadOnlyMemory<byte> Value(this BodyView body, string name) =>
        body.Find(name).Json is { IsEmpty: false } json ? json.ToArray() : default;

    public static IReadOnlyList<string> Strings(this BodyView body, string name)
    {
        var found = body.Find(name);
        if (!found.IsArray)
            return [];
        var values = new List<string>();
        for (var items = found.Items(); items.Next(hasNames: false); )
            values.Add(items.Value.Text() ?? "");
        return values;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(this BodyView body, string name)
    {
        var found = body.Find(name);
        if (!found.IsObject)
            return [];
        var pairs = new List<KeyValuePair<string, string>>();
        for (var members = found.Items(); members.Next(hasNames: true); )
            pairs.Add(new(members.Name, members.Value.Text() ?? ""));
        return pairs;
    }

    public static Captured? Captured(this BodyView body)
    {
        var found = body.Find("before");
        if (!found.IsObject)
            return null;
        var values = new List<KeyValuePair<string, string?>>();
        for (var members = found.Items(); members.Next(hasNames: true); )
            values.Add(new(members.Name, members.Value.Text()));
        return new Captured([.. values]);
    }

    public static Answer Answer(this BodyView body) =>
        new(body.Is("yes"), body.Text("by") ?? "", body.Time("at") ?? default, body.Text("evidence"))
        {
            IsBreakGlass = body.Is("breakGlass"),
        };
}
