using System.Globalization;

namespace RunbookDsl.Http;

/// <summary>Compares an answer with what is wanted and puts the evidence in words.</summary>
internal sealed class Judgement(HttpCheck check, HttpResponseMessage response, string body, string address)
{
    /// <summary>Redirects that were followed: <c>301 of http://shop.example/</c>.</summary>
    public IReadOnlyList<string> Hops { get; init; } = [];

    private int Status => (int)response.StatusCode;

    public Verdict Verdict()
    {
        var wrong = Problems().ToArray();
        return wrong.Length == 0
            ? RunbookDsl.Verdict.Pass(Seen())
            : RunbookDsl.Verdict.Fail($"{Seen()}: {string.Join(", ", wrong)}");
    }

    private IEnumerable<string> Problems()
    {
        if (Status != check.WantedStatus)
            yield return string.Create(CultureInfo.InvariantCulture, $"expected {check.WantedStatus}");
        if (check.IsFresh && Find("cf-cache-status") is { } cache and not ("MISS" or "DYNAMIC" or "BYPASS"))
            yield return $"a cache answered: its header cf-cache-status is '{cache}'";
        else if (check.IsFresh && response.Headers.Age > TimeSpan.Zero)
            yield return "a cache answered";
        foreach (var marker in check.Markers)
            if (!body.Contains(marker, StringComparison.Ordinal))
                yield return $"\"{marker}\" is not in its body";
        foreach (var header in check.WantedHeaders)
            if (Find(header.Name) is not { } value)
                yield return $"it has no header {header.Name}";
            else if (
                header.Value is { } wanted
                && !value.Contains(wanted, StringComparison.OrdinalIgnoreCase)
            )
                yield return $"its header {header.Name} is '{value}', expected '{wanted}'";
    }

    /// <summary><c>https://… answered 200 from 203.0.113.7:443, with "Welcome", age 12 s</c>.</summary>
    private string Seen()
    {
        var url = response.RequestMessage!.RequestUri;
        var location = response.Headers.Location is { } to ? $" to {to}" : "";
        var age = response.Headers.Age is { } a
            ? $", {Durations.Text(a)} old (a cache answered, not the application)"
            : "";
        var found = string.Concat(
            check
                .Markers.Where(m => body.Contains(m, StringComparison.Ordinal))
                .Select(m => $", with \"{m}\"")
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{url} answered {Status}{location} from {address}{found}{age}{Followed()}"
        );
    }

    private string Followed() => Hops.Count == 0 ? "" : $", after {string.Join(", ", Hops)}";

    private string? Find(string name) =>
        response.Headers.TryGetValues(name, out var values)
        || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
