using System.Net.Http.Headers;
using System.Security.Authentication;

namespace RunbookDsl.Http;

/// <summary>Carries out one check: so many requests in a row, each over a connection of its own.</summary>
internal sealed class HttpCheckRun(HttpCheck check, StepContext context)
{
    private const int MostBodyBytes = 1 << 20;
    private Wire _wire = new(context);

    public async Task<Verdict> RunAsync(CancellationToken cancellation)
    {
        var (right, evidence, wrong) = (0, "", "");
        for (var time = 1; time <= check.Times && !(right >= check.Needed); time++)
        {
            if (time > 1)
                await context.WaitAsync(check.Pause, cancellation).ConfigureAwait(false);
            var verdict = await AskOnceAsync(cancellation).ConfigureAwait(false);
            if (verdict.Passed)
                (right, evidence) = (right + 1, verdict.Evidence);
            else if (check.Times == 1)
                return verdict;
            else if (check.Needed is null)
                return Verdict.Fail($"{verdict.Evidence} ({time} of {check.Times})");
            else
                wrong = verdict.Evidence;
            if (time - right > check.Times - check.Needed)
                return Verdict.Fail(
                    $"{wrong} ({right} of {time} right, {check.Needed} of {check.Times} wanted)"
                );
        }
        return Verdict.Pass(
            check.Needed is not null ? $"{evidence}{(wrong.Length > 0 ? $"; but once {wrong}" : "")}"
            : check.Times == 1 ? evidence
            : $"{evidence}, {check.Times} times in a row"
        );
    }

    private async Task<Verdict> AskOnceAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(check.Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        // A fresh connection each time: a kept one would stay on the old server after a switch.
        _wire = new Wire(context, host => host == check.Url.Host && check.Address is { } ip ? ip : host);
        using var client = _wire.Client();
        var url = check.Url;
        var hops = new List<string>();
        while (true)
            try
            {
                using var request = Request(url);
                using var response = await client
                    .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                    .ConfigureAwait(false);
                if (hops.Count < check.MostRedirects && Next(url, response) is { } next)
                {
                    hops.Add($"{(int)response.StatusCode} of {url}");
                    url = next;
                    continue;
                }
                var (body, _) = await BoundedBody
                    .ReadAsync(response.Content, MostBodyBytes, either.Token)
                    .ConfigureAwait(false);
                return new Judgement(check, response, body, _wire.Address) { Hops = hops }.Verdict();
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Fail(url, $"did not answer within {Durations.Text(check.Limit)}{Reached()}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return Fail(url, Reason(e));
            }
    }

    private HttpRequestMessage Request(Uri url)
    {
        var request = new HttpRequestMessage(new HttpMethod(check.Method), url);
        request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        request.Headers.UserAgent.ParseAdd("runbook");
        foreach (var header in check.SentHeaders)
        {
            // A secret is for the host it was written for, not for where that one redirects to.
            if (header.Secret is not null && url.Authority != check.Url.Authority)
                continue;
            var value = header.Secret is { } secret ? header.Prefix + context.Reveal(secret) : header.Prefix;
            request.Headers.TryAddWithoutValidation(header.Name, value);
        }
        return request;
    }

    private static Uri? Next(Uri from, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            return null;
        if (response.Headers.Location is not { } location)
            return null;
        var to = new Uri(from, location);
        return to.Scheme == from.Scheme || to.Scheme == "https" ? to : null;
    }

    private Verdict Fail(Uri url, string what) => Verdict.Fail($"{url} {what}; expected {check.Wanted}");

    private string Reached() => _wire.Address.Length > 0 ? $" (connected to {_wire.Address})" : "";

    private string Reason(Exception e)
    {
        var inner = e.InnerException ?? e;
        return inner is AuthenticationException
            ? $"has no valid TLS certificate for {check.Url.Host}: {inner.Message}{Reached()}"
            : $"cannot be reached: {inner.Message}{Reached()}";
    }
}
