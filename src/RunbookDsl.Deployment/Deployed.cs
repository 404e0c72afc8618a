namespace RunbookDsl.Deployment;

/// <summary>What production runs, asked of production.</summary>
public static class Deployed
{
    /// <summary>
    /// The revision that an application says it was built from: the first 40 digits of 0-9 and a-f in the
    /// answer.
    /// </summary>
    /// <param name="url">Such as <c>https://shop.example/version</c>.</param>
    /// <exception cref="ArgumentException">It is no http or https URL.</exception>
    public static RevisionOperation Revision(string url) => new(Urls.Checked(url));
}
