using System.Collections.Immutable;
using System.Globalization;

namespace RunbookDsl.Http;

/// <summary>
/// An assertion on the answer to a GET request; see <see cref="Http.Get"/>. Read-only, never journaled as a
/// change, run again
/// freely. Asks with <c>Cache-Control: no-cache</c>, verifies TLS, and does not follow redirects unless
/// told to.
/// </summary>
public sealed record HttpCheck : Check
{
    private HttpCheck(Uri url) => Url = url;

    /// <summary>What is asked for.</summary>
    public Uri Url { get; }

    /// <summary>The status the answer must have. Default 200.</summary>
    public int WantedStatus { get; private init; } = 200;

    /// <summary>Texts the body must contain, letter by letter, in its first MiB.</summary>
    public ImmutableArray<string> Markers { get; private init; } = [];

    /// <summary>Headers the answer must have.</summary>
    public ImmutableArray<WantedHeader> WantedHeaders { get; private init; } = [];

    /// <summary>Headers sent with the request.</summary>
    public ImmutableArray<SentHeader> SentHeaders { get; private init; } = [];

    /// <summary>How many answers in a row must be right. Default 1.</summary>
    public int Times { get; private init; } = 1;

    /// <summary>How many of <see cref="Times"/> answers are enough; null all, in a row.</summary>
    public int? Needed { get; private init; }

    /// <summary>Whether an answer out of a cache is wrong. Default false.</summary>
    public bool IsFresh { get; private init; }

    /// <summary>The method. Default GET.</summary>
    public string Method { get; private init; } = "GET";

    /// <summary>Pause between two of them. Default 1 s.</summary>
    public TimeSpan Pause { get; private init; } = TimeSpan.FromSeconds(1);

    /// <summary>Address to connect to instead of the one the name resolves to; null resolves.</summary>
    public string? Address { get; private init; }

    /// <summary>How many redirects are followed. Default 0.</summary>
    public int MostRedirects { get; private init; }

    /// <summary>How long one answer may take, body included. Default 10 s.</summary>
    public TimeSpan Limit { get; private init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string Kind => "Http.Check";

    /// <inheritdoc/>
    public override string Description => $"check that {Asked} answers {Wanted}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. SentHeaders.Select(h => h.Secret).OfType<SecretReference>()];

    /// <inheritdoc/>
    public override string? Warning =>
        Method != "GET"
            ? $"when it is not refused, {Method} changes something: choose a URL where that does no harm"
        : Markers.IsEmpty && WantedHeaders.IsEmpty && WantedStatus == 200
            ? "a status alone proves little: a CDN answers 200 for a dead origin; add .Contains(\"…\")"
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("url", Asked),
            new("wanted", Wanted),
            new("limit", Durations.Text(Limit)),
            .. MostRedirects > 0 ? [new Fact("redirects", Text(MostRedirects))] : Array.Empty<Fact>(),
            .. SentHeaders.Select(h => new Fact($"header {h.Name}", $"{h.Prefix}{h.Secret}")),
        ];

    /// <summary><c>200, with "Welcome", 3 times in a row, via 203.0.113.7</c>.</summary>
    internal string Wanted =>
        string.Join(
            ", ",
            [
                Text(WantedStatus),
                .. Markers.Select(m => $"with \"{m}\""),
                .. WantedHeaders.Select(h =>
                    $"with header {h.Name}{(h.Value is null ? "" : $": {h.Value}")}"
                ),
                .. IsFresh ? ["not from a cache"] : Array.Empty<string>(),
                .. Needed is { } needed ? [$"{Text(needed)} of {Text(Times)} times"]
                : Times > 1 ? [$"{Text(Times)} times in a row"]
                : Array.Empty<string>(),
                .. Address is null ? Array.Empty<string>() : [$"via {Address}"],
            ]
        );

    /// <summary>A copy that wants this status, such as 503 while the maintenance page is on.</summary>
    public HttpCheck Status(int status) =>
        this with
        {
            WantedStatus = status is >= 100 and <= 599
                ? status
                : throw new ArgumentException(
                    $"{Text(status)} is no HTTP status: it is between 100 and 599."
                ),
        };

    /// <summary>A copy that also wants this text in the body.</summary>
    public HttpCheck Contains(string text) =>
        this with
        {
            Markers = Markers.Add(
                text.Length > 0 ? text : throw new ArgumentException("Contains(\"\") asserts nothing.")
            ),
        };

    /// <summary>
    /// A copy that also wants this header; its value must contain <paramref name="value"/>, unless that is
    /// null.
    /// </summary>
    public HttpCheck Header(string name, string? value = null) =>
        this with
        {
            WantedHeaders = WantedHeaders.Add(new(name, value)),
        };

    /// <summary>
    /// A copy that sends a secret in a header, such as <c>("Authorization", Secret("TOKEN"), "Bearer
    /// ")</c>.
    /// </summary>
    public HttpCheck Send(string name, SecretReference secret, string prefix = "") =>
        this with
        {
            SentHeaders = SentHeaders.Add(new(name, prefix, secret)),
        };

    /// <summary>A copy that sends a header; shown in the plan, so no place for a secret.</summary>
    public HttpCheck Send(string name, string value) =>
        this with
        {
            SentHeaders = SentHeaders.Add(new(name, value, null)),
        };

    /// <summary>A copy that wants so many right answers in a row.</summary>
    /// <param name="times">At least 1.</param>
    /// <param name="every">Pause between two; null keeps it.</param>
    public HttpCheck Consecutive(int times, TimeSpan? every = null) =>
        this with
        {
            Times = times >= 1 ? times : throw new ArgumentException("Consecutive wants at least 1."),
            Needed = null,
            Pause = every ?? Pause,
        };

    /// <summary>A copy that is content with so many right answers of so many.</summary>
    /// <param name="right">At least 1.</param>
    /// <param name="of">How many are asked for at most.</param>
    /// <param name="every">Pause between two; null keeps it.</param>
    public HttpCheck AtLeast(int right, int of, TimeSpan? every = null) =>
        this with
        {
            Times =
                right >= 1 && right <= of
                    ? of
                    : throw new ArgumentException(
                        $"AtLeast({Text(right)}, of: {Text(of)}) cannot be: right is 1 to {Text(of)}."
                    ),
            Needed = right,
            Pause = every ?? Pause,
        };

    /// <summary>
    /// A copy that does not believe a cache: an <c>Age</c> above zero or <c>cf-cache-status: HIT</c> is
    /// wrong.
    /// </summary>
    public HttpCheck Fresh() => this with { IsFresh = true };

    /// <summary>
    /// A copy that connects to this address and still asks for the URL's host: Host header, TLS server name
    /// and certificate stay.
    /// For a new server before DNS points to it.
    /// </summary>
    public HttpCheck Via(string address) =>
        this with
        {
            Address = System.Net.IPAddress.TryParse(address, out _)
                ? address
                : throw new ArgumentException($"Via wants an IP address: '{address}' is none."),
        };

    /// <summary>A copy that follows so many redirects; never from https to http.</summary>
    public HttpCheck FollowRedirects(int most = 5) => this with { MostRedirects = most };

    /// <summary>A copy that gives one answer this much time.</summary>
    public HttpCheck Within(TimeSpan limit) => this with { Limit = limit };

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        new HttpCheckRun(this, context).RunAsync(cancellation);

    internal static HttpCheck For(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{url}' is no http or https URL.");
        if (uri.UserInfo.Length > 0)
            throw new ArgumentException(
                $"the URL for {uri.Host} holds a user name or password, which would be "
                    + "planned and journaled: "
                    + "take it out and send it with .Send(\"Authorization\", Secret(\"NAME\"), \"Basic \")."
            );
        if (uri.Fragment.Length > 0)
            throw new ArgumentException($"'{url}' has a fragment (#…), which is never sent: take it out.");
        return new(uri);
    }

    /// <summary>A copy with another method and an empty body; for what has to be refused.</summary>
    internal HttpCheck With(string method) => this with { Method = method };

    private string Asked => Method == "GET" ? $"{Url}" : $"{Method} {Url}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
