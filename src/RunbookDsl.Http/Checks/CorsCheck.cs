using System.Collections.Immutable;

namespace RunbookDsl.Http;

/// <summary>An assertion on what scripts of another site may do; see <see cref="Http.Cors"/>.</summary>
public sealed record CorsCheck : Check
{
    private CorsCheck(Uri url, string origin) => (Url, Origin) = (url, origin);

    /// <summary>What the scripts read.</summary>
    public Uri Url { get; }

    /// <summary>Where they are from.</summary>
    public string Origin { get; }

    /// <summary>The method that a preflight asks for; null sends no preflight.</summary>
    public string? Method { get; private init; }

    /// <summary>Headers that the scripts send, of the preflight.</summary>
    public ImmutableArray<string> Headers { get; private init; } = [];

    /// <summary>Whether they send cookies. Default false.</summary>
    public bool HasCredentials { get; private init; }

    /// <summary>Whether it has to be refused. Default false.</summary>
    public bool IsRefused { get; private init; }

    /// <inheritdoc/>
    public override string Kind => "Http.Cors";

    /// <inheritdoc/>
    public override string Description =>
        $"check that {Url} {(IsRefused ? "does not let" : "lets")} {Origin} "
        + (Method is null ? "read it" : $"send {Method}")
        + (HasCredentials ? " with cookies" : "");

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("url", Url.ToString()),
            new("origin", Origin),
            new("wanted", IsRefused ? "refused" : "allowed"),
            .. Method is null ? Array.Empty<Fact>() : [new("method", Method)],
            .. Headers.Select(h => new Fact("header", h)),
            .. HasCredentials ? [new Fact("cookies", "sent")] : Array.Empty<Fact>(),
        ];

    /// <summary>A copy that asks before, as a browser does for other methods than GET and for headers of
    /// one's own.</summary>
    /// <param name="method"><c>PUT</c>.</param>
    /// <param name="headers">Headers that are sent: <c>"Content-Type"</c>.</param>
    public CorsCheck Preflight(string method, params string[] headers) =>
        this with
        {
            Method = method.ToUpperInvariant(),
            Headers = [.. headers],
        };

    /// <summary>A copy for scripts that send cookies: a star does not do then.</summary>
    public CorsCheck WithCredentials() => this with { HasCredentials = true };

    /// <summary>A copy that passes when it is not allowed.</summary>
    public CorsCheck Refused() => this with { IsRefused = true };

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        new CorsCheckRun(this, context).RunAsync(cancellation);

    internal static CorsCheck For(string url, string origin)
    {
        var from = HttpCheck.For(origin).Url;
        return from.PathAndQuery == "/"
            ? new(HttpCheck.For(url).Url, from.GetLeftPart(UriPartial.Authority))
            : throw new ArgumentException(
                $"'{origin}' is no origin: write {from.GetLeftPart(UriPartial.Authority)}."
            );
    }
}
