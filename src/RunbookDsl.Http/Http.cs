namespace RunbookDsl.Http;

/// <summary>Looks at web sites from outside, as a visitor would.</summary>
public static class Http
{
    /// <summary>
    /// Asks for a page and asserts the answer; by default status 200. Usable as a step, as <c>.Verify</c>
    /// and as <c>.Guard</c>.
    /// Add <c>.Contains("text")</c>: a proxy or a CDN answers 200 for an application that is down.
    /// </summary>
    /// <param name="url">http or https, without user name, password or fragment.</param>
    /// <exception cref="ArgumentException">It is no such URL; becomes an authoring error at its
    /// line.</exception>
    public static HttpCheck Get(string url) => HttpCheck.For(url);

    /// <summary>
    /// Asserts through the public way that a certain host answers, three times in a row and not out of a
    /// cache: the answer has a header that names it. For names that a provider answers for, where the name
    /// system tells nothing; the page should say <c>Cache-Control: no-store</c>.
    /// </summary>
    /// <param name="url">http or https.</param>
    /// <param name="host">What the header has to hold: the name that the host gives itself.</param>
    /// <param name="header">The header.</param>
    /// <exception cref="ArgumentException">It is no such URL.</exception>
    public static HttpCheck AssertServedBy(string url, string host, string header = "X-Served-By") =>
        HttpCheck.For(url).Header(header, host).Fresh().Consecutive(3);

    /// <summary>
    /// Asserts that a change is refused, by default with status 503: sends an empty POST. When it is not
    /// refused, whatever stands behind the URL is done.
    /// </summary>
    /// <param name="url">http or https, of something that an empty POST does no harm to.</param>
    /// <exception cref="ArgumentException">It is no such URL.</exception>
    public static HttpCheck ExpectReadOnly(string url) => HttpCheck.For(url).With("POST").Status(503);

    /// <summary>Asserts that scripts of another site may read an answer (CORS).</summary>
    /// <param name="url">What they read: http or https.</param>
    /// <param name="origin">Where they are from: <c>https://app.example</c>, without a path.</param>
    /// <exception cref="ArgumentException">One of both is no such URL.</exception>
    public static CorsCheck Cors(string url, string origin) => CorsCheck.For(url, origin);
}
