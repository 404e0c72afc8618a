namespace RunbookDsl.Deployment;

/// <summary>Repositories at their remote, through the machine's own <c>git</c>.</summary>
public static class Git
{
    /// <summary>
    /// A repository that others push to. What is done is done in a clone of its own in the run's folder:
    /// nobody's working tree is touched. Keys and credentials are those of the operator's <c>git</c>.
    /// </summary>
    /// <param name="url">Such as <c>git@github.com:makerepo/shop.git</c>; no password, no token.</param>
    /// <exception cref="ArgumentException">It is no such URL, or holds a password or token; becomes an
    /// authoring error at its line.</exception>
    public static GitRepository Repository(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Length == 0 || url[0] == '-' || url.Any(char.IsWhiteSpace))
            throw new ArgumentException($"'{url}' is no URL of a repository.");
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && HoldsCredential(uri))
            throw new ArgumentException(
                $"the URL of the repository at {uri.Host} holds a password or a token, which would be planned "
                    + "and journaled: leave it to the credential helper of git."
            );
        return new(url);
    }

    // Over the web a token stands where the name of a user would, and a name is of no use without more; over
    // ssh the name is the account.
    private static bool HoldsCredential(Uri uri) =>
        uri.Scheme is "http" or "https"
            ? uri.UserInfo.Length > 0
            : uri.UserInfo.Contains(':', StringComparison.Ordinal);
}
