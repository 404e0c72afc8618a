using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace RunbookDsl.Testing.Apis;

/// <summary>Makes a request of the fakes out of one of the web server.</summary>
internal static class DoorRequest
{
    private const string StepHeader = "x-runbook-step";
    private const string ProxyLogin = "proxy-authorization";

    /// <summary>The request, and the port that its host was asked for at.</summary>
    public static async Task<(ApiRequest Request, int Port)> ReadAsync(
        IHttpRequestFeature from,
        DoorVisit visit,
        CancellationToken gone
    )
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in from.Headers)
            headers[name.ToLowerInvariant()] = string.Join(',', values.ToArray());
        var (host, port) = Split(headers.GetValueOrDefault("host") ?? "");
        var step = headers.GetValueOrDefault(StepHeader);
        if (string.IsNullOrEmpty(step) || step.StartsWith('{'))
            step = DoorStep.OfProxyUser(headers.GetValueOrDefault(ProxyLogin)) ?? visit.Step;
        headers.Remove(StepHeader);
        headers.Remove(ProxyLogin);
        headers.Remove("proxy-connection");
        var target = Target(from.RawTarget);
        using var body = new MemoryStream();
        await from.Body.CopyToAsync(body, gone).ConfigureAwait(false);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return (
            new ApiRequest(
                from.Method.ToUpperInvariant(),
                host,
                from.Path.Length > 0 ? from.Path : "/",
                query < 0 ? [] : Query(target[(query + 1)..]),
                headers,
                body.ToArray()
            )
            {
                RawTarget = target,
                Address = visit.Address,
                Step = step,
            },
            port
        );
    }

    /// <summary>Decoded names and values, in order.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Query(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(
                equals < 0
                    ? new(Decoded(part), "")
                    : new(Decoded(part[..equals]), Decoded(part[(equals + 1)..]))
            );
        }
        return pairs;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    // Clients of a proxy send the whole URL.
    private static string Target(string raw)
    {
        if (raw.StartsWith('/'))
            return raw;
        var authority = raw.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return raw;
        var path = raw.IndexOfAny(['/', '?'], authority + 3);
        return path < 0 ? "/" : raw[path..];
    }

    private static (string Host, int Port) Split(string host)
    {
        var colon = host.LastIndexOf(':');
        if (colon < 0 || host.EndsWith(']'))
            return (host.Trim('[', ']').ToLowerInvariant(), 80);
        var isPort = int.TryParse(host.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port);
        return (host[..colon].Trim('[', ']').ToLowerInvariant(), isPort ? port : 80);
    }
}
