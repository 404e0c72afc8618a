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
}
