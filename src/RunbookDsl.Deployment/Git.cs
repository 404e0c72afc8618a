namespace RunbookDsl.Deployment;

/// <summary>Repositories at their remote, through the machine's own <c>git</c>.</summary>
public static class Git
{
    /// <summary>
    /// A repository that others push to. What is done is done in a clone of its own in the run's folder:
    /// nobody's working tree is touched. Keys and credentials are those of the operator's <c>git</c>.
    /// </summary>
    /// <param name="url">Such as <c>git@github.com:makerepo/shop.git</c>; without a password.</param>
    /// <exception cref="ArgumentException">It is no such URL, or holds a password; becomes an authoring
    /// error at its line.</exception>
    public static GitRepository Repository(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Length == 0 || url[0] == '-' || url.Any(char.IsWhiteSpace))
            throw new ArgumentException($"'{url}' is no URL of a repository.");
        if (
            Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.UserInfo.Contains(':', StringComparison.Ordinal)
        )
            throw new ArgumentException(
                $"the URL of the repository at {uri.Host} holds a password, which would be planned and journaled: "
                    + "leave it to the credential helper of git."
            );
        return new(url);
    }
}
