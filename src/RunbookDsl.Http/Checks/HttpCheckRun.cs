using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;

namespace RunbookDsl.Http;

/// <summary>Carries out one check: so many requests in a row, each over a connection of its own.</summary>
internal sealed class HttpCheckRun(HttpCheck check, StepContext context)
{
    private const int MostBodyBytes = 1 << 20;
    private string _address = "";

    public async Task<Verdict> RunAsync(CancellationToken cancellation)
    {
        var evidence = "";
        for (var time = 1; time <= check.Times; time++)
        {
            if (time > 1)
                await context.WaitAsync(check.Pause, cancellation).ConfigureAwait(false);
            var verdict = await AskOnceAsync(cancellation).ConfigureAwait(false);
            evidence = verdict.Evidence;
            var count = string.Create(CultureInfo.InvariantCulture, $" ({time} of {check.Times})");
            if (!verdict.Passed)
                return check.Times == 1 ? verdict : Verdict.Fail(evidence + count);
        }
        var inARow = check.Times == 1 ? "" : $", {check.Times} times in a row";
        return Verdict.Pass(evidence + inARow);
    }

    private async Task<Verdict> AskOnceAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(check.Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        // A fresh connection each time: a kept one would stay on the old server after a switch.
        using var client = new HttpClient(Handler());
        var url = check.Url;
        for (var hop = 0; ; hop++)
            try
            {
                using var request = Request(url);
                using var response = await client
                    .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                    .ConfigureAwait(false);
                if (hop < check.MostRedirects && Next(url, response) is { } next)
                {
                    url = next;
                    continue;
                }
                var body = await BodyAsync(response, either.Token).ConfigureAwait(false);
                return new Judgement(check, response, body, _address).Verdict();
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

    private SocketsHttpHandler Handler()
    {
        // Connections are made in a flow of their own; the connector may want to know whose they are.
        var flow = ExecutionContext.Capture()!;
        return new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (connecting, cancellation) =>
            {
                Task<Stream>? made = null;
                ExecutionContext.Run(flow, _ => made = ConnectAsync(connecting, cancellation), null);
                return new(made!);
            },
        };
    }

    private async Task<Stream> ConnectAsync(
        SocketsHttpConnectionContext connecting,
        CancellationToken cancellation
    )
    {
        var target = connecting.DnsEndPoint;
        var host = target.Host == check.Url.Host && check.Address is { } ip ? ip : target.Host;
        var made = await Connector.ConnectAsync(host, target.Port, cancellation).ConfigureAwait(false);
        _address = made.Address;
        return made.Trust is { } trust && connecting.InitialRequestMessage.RequestUri!.Scheme == "https"
            ? await PrivateTls
                .SecureAsync(made.Stream, target.Host, trust, cancellation)
                .ConfigureAwait(false)
            : made.Stream;
    }

    private IHttpConnector Connector => context.Port<IHttpConnector>();

    private HttpRequestMessage Request(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
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

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var body = new byte[MostBodyBytes];
        var length = await stream
            .ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(body, 0, length);
    }

    private Verdict Fail(Uri url, string what) => Verdict.Fail($"{url} {what}; expected {check.Wanted}");

    private string Reached() => _address.Length > 0 ? $" (connected to {_address})" : "";

    private string Reason(Exception e)
    {
        var inner = e.InnerException ?? e;
        return inner is AuthenticationException
            ? $"has no valid TLS certificate for {check.Url.Host}: {inner.Message}{Reached()}"
            : $"cannot be reached: {inner.Message}{Reached()}";
    }
}
