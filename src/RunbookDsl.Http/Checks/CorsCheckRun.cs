using System.Globalization;

namespace RunbookDsl.Http;

/// <summary>Asks as a browser would, and judges as it does (Fetch standard, CORS protocol).</summary>
internal sealed class CorsCheckRun(CorsCheck check, StepContext context)
{
    private const string Allow = "Access-Control-Allow-";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task<Verdict> RunAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var client = new Wire(context).Client();
            using var request = Request();
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            var wrong = Problems(response).ToArray();
            var seen = string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Method} {check.Url} from {check.Origin} was answered {(int)response.StatusCode}, {Said(response)}"
            );
            return new(
                (wrong.Length > 0) == check.IsRefused,
                wrong.Length > 0 ? $"{seen}: {string.Join(", ", wrong)}"
                    : check.IsRefused ? $"{seen}: expected that it is refused"
                    : seen
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Verdict.Fail($"{check.Url} did not answer within {Durations.Text(Limit)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Verdict.Fail($"{check.Url} cannot be reached: {(e.InnerException ?? e).Message}");
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(
            check.Method is null ? HttpMethod.Get : HttpMethod.Options,
            check.Url
        );
        request.Headers.UserAgent.ParseAdd("runbook");
        request.Headers.TryAddWithoutValidation("Origin", check.Origin);
        if (check.Method is { } method)
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", method);
        if (!check.Headers.IsEmpty)
            request.Headers.TryAddWithoutValidation(
                "Access-Control-Request-Headers",
                string.Join(
                    ',',
                    check.Headers.Select(h => h.ToLowerInvariant()).Order(StringComparer.Ordinal)
                )
            );
        return request;
    }

    private IEnumerable<string> Problems(HttpResponseMessage response)
    {
        if (check.Method is not null && !response.IsSuccessStatusCode)
            yield return "a browser wants 2xx";
        var origin = Find(response, "Origin");
        if (origin is null)
            yield return $"it has no {Allow}Origin";
        else if (origin != check.Origin && (origin != "*" || check.HasCredentials))
            yield return $"expected {check.Origin}{(check.HasCredentials ? "" : " or *")}";
        if (check.HasCredentials && Find(response, "Credentials") != "true")
            yield return $"it has no {Allow}Credentials: true";
        if (
            check.Method is not ("GET" or "HEAD" or "POST" or null)
            && !Lists(response, "Methods", check.Method)
        )
            yield return $"{Allow}Methods does not name {check.Method}";
        foreach (var header in check.Headers.Where(h => !Lists(response, "Headers", h)))
            yield return $"{Allow}Headers does not name {header}";
    }

    private static string Said(HttpResponseMessage response) =>
        Find(response, "Origin") is { } origin ? $"{Allow}Origin: {origin}" : $"no {Allow}Origin";

    private bool Lists(HttpResponseMessage response, string header, string value) =>
        Find(response, header)
            ?.Split(',', StringSplitOptions.TrimEntries)
            .Any(v =>
                v.Equals(value, StringComparison.OrdinalIgnoreCase) || (v == "*" && !check.HasCredentials)
            ) == true;

    private static string? Find(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(Allow + name, out var values) ? string.Join(", ", values) : null;
}
