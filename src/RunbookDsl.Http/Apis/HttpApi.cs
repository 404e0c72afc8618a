using System.Globalization;
using System.Security.Authentication;
using System.Text;

namespace RunbookDsl.Http;

/// <summary>
/// A provider's API as one step talks to it: bounded answers, one time limit a request, patience with rate
/// limits, and the difference between "it failed" and "nobody knows". Keys go into headers only.
/// </summary>
/// <remarks>
/// What only looks is tried three times. A change is sent again only when it is certain that it did not
/// happen: the connection could not be made, or the provider refused it for its rate (420, 429).
/// </remarks>
/// <param name="context">The step.</param>
/// <param name="name">The provider, for messages: <c>Cloudflare</c>.</param>
/// <param name="root">The URL that paths begin below: <c>https://api.cloudflare.com/client/v4</c>.</param>
public sealed class HttpApi(StepContext context, string name, string root)
{
    private const int MostBytes = 4 << 20;
    private const int Tries = 3;
    private const int MostRefusals = 5;
    private const int MostShown = 300;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private readonly List<(string Name, string Value)> _headers = [];

    /// <summary>What the provider's own errors say; null shows the beginning of the body.</summary>
    public Func<ApiReply, string?>? Explain { get; init; }

    /// <summary>Sends this header with each request from now on.</summary>
    public HttpApi With(string header, string value)
    {
        _headers.Add((header, value));
        return this;
    }

    /// <summary>Asks; changes nothing, whatever the method.</summary>
    /// <exception cref="OperationFailedException">No answer came, or the provider refused it.</exception>
    public Task<ApiReply> LookAsync(ApiRequest request, CancellationToken cancellation) =>
        SendAsync(request, false, cancellation);

    /// <summary>Changes something at the provider, at most once.</summary>
    /// <exception cref="OperationFailedException">It did not happen.</exception>
    /// <exception cref="OutcomeUnknownException">The line broke, no answer came in time, or the provider
    /// failed at it: it may have happened.</exception>
    public Task<ApiReply> ChangeAsync(ApiRequest request, CancellationToken cancellation) =>
        SendAsync(request, true, cancellation);

    private async Task<ApiReply> SendAsync(ApiRequest request, bool isChange, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var waited = TimeSpan.Zero;
        for (var (attempt, refusals) = (1, 0); ; )
        {
            var sent = await OnceAsync(request, cancellation).ConfigureAwait(false);
            if (sent.Reply is { IsSuccess: true } reply && sent.Problem.Length == 0)
                return reply;
            TimeSpan pause;
            if (sent.Reply is { Status: 420 or 429 })
            {
                pause = sent.RetryAfter ?? TimeSpan.FromSeconds(1 << refusals);
                if (++refusals >= MostRefusals || waited + pause > Patience)
                    throw Failure(request, sent, "", true);
                waited += pause;
            }
            else if (attempt < Tries && (sent.IsUnsent || !isChange && IsPassing(sent)))
                pause = TimeSpan.FromSeconds(attempt++);
            else
                throw Failure(request, sent, attempt > 1 ? $" (tried {attempt} times)" : "", isChange);
            await context.WaitAsync(pause, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(Sent sent) => sent.Reply is null or { Status: >= 500 };

    private RunbookException Failure(ApiRequest request, Sent sent, string tried, bool isChange)
    {
        var text = $"{name}: {request} {sent.Problem}{tried}";
        var isUnknown = isChange && !sent.IsUnsent && (sent.Reply is null or { Status: >= 500 });
        return isUnknown
            ? new OutcomeUnknownException($"{text}; it may have happened", sent.Error)
            : new OperationFailedException(
                text,
                retryable: sent.Reply is null or { Status: 420 or 429 or >= 500 },
                sent.Error
            );
    }

    private async Task<Sent> OnceAsync(ApiRequest request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var wire = new Wire(context);
        try
        {
            using var client = wire.Client();
            using var message = Message(request);
            using var response = await client
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            var (text, isCut) = await BoundedBody
                .ReadAsync(response.Content, MostBytes, either.Token)
                .ConfigureAwait(false);
            var reply = new ApiReply((int)response.StatusCode, text);
            return new(reply, Said(reply, isCut)) { RetryAfter = After(response) };
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            return new(null, $"got no answer within {Durations.Text(Limit)}")
            {
                Error = e,
                IsUnsent = wire.Address.Length == 0,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var why = (e.InnerException ?? e).Message.TrimEnd('.');
            return wire.Address.Length == 0 || e.InnerException is AuthenticationException
                ? new(null, $"could not be sent: {why}") { Error = e, IsUnsent = true }
                : new(null, $"got no answer: {why}") { Error = e };
        }
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        var url = request.Path.Length == 0 ? root : $"{root}/{request.Path}";
        var message = new HttpRequestMessage(new HttpMethod(request.Method), url);
        message.Headers.UserAgent.ParseAdd("runbook");
        message.Headers.Accept.ParseAdd("application/json");
        if (request.Json is { } json)
            message.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (header, value) in _headers)
            message.Headers.TryAddWithoutValidation(header, value);
        return message;
    }

    // Empty for a good answer.
    private string Said(ApiReply reply, bool isCut)
    {
        if (isCut)
            return "was answered with more than 4 MiB";
        if (reply.IsSuccess)
            return "";
        var why = Explain?.Invoke(reply) ?? reply.Text.Trim().ReplaceLineEndings(" ");
        if (why.Length > MostShown)
            why = why[..MostShown] + "…";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"was answered {reply.Status}{(why.Length > 0 ? ": " : "")}{why}"
        );
    }

    private TimeSpan? After(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? null
        : after.Delta is { } delta ? delta
        : after.Date is { } date && date - context.Clock.GetUtcNow() is { Ticks: > 0 } left ? left
        : null;

    private sealed record Sent(ApiReply? Reply, string Problem)
    {
        public Exception? Error { get; init; }

        /// <summary>Whether it certainly never reached the provider.</summary>
        public bool IsUnsent { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}
