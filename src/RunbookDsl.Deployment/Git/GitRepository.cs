namespace RunbookDsl.Deployment;

/// <summary>One repository; see <see cref="Git.Repository"/>.</summary>
/// <param name="Url">Where it is pushed to.</param>
public sealed record GitRepository(string Url)
{
    /// <summary>
    /// Tags a revision, which should be the one that production runs and not the one somebody has here. The
    /// name ends in the time, <c>maintenance-20261205T060000Z</c>. Taken back only as long as it is ours.
    /// </summary>
    /// <param name="prefix">What the name begins with.</param>
    /// <param name="revision">40 digits: the result of <see cref="Deployed.Revision"/>.</param>
    /// <param name="message">Why.</param>
    /// <exception cref="ArgumentException">It cannot begin a tag's name.</exception>
    public GitTagOperation Tag(string prefix, Input<string> revision, string message) =>
        new(this, GitNames.Checked(prefix, "a tag"), revision, message);

    /// <summary>
    /// Changes files on a branch with a commit that names run and step; give it <c>.File(…)</c>. Pushed
    /// again on top when somebody was faster. Taken back by a commit that reverts it.
    /// </summary>
    /// <param name="message">First line of the commit's message.</param>
    /// <exception cref="ArgumentException">There is no message.</exception>
    public GitCommitOperation CommitAndPush(string message) =>
        string.IsNullOrWhiteSpace(message)
            ? throw new ArgumentException("a commit wants a message.")
            : new(this, message);

    /// <summary>
    /// Switches a notice on in a data file that a site is made with: <c>enabled</c>, <c>text</c>,
    /// <c>url</c>. Times belong into it with date and zone: <c>AbsoluteTimes.Span(from, until)</c>.
    /// </summary>
    /// <param name="path">Such as <c>_data/banner_notification.yml</c>.</param>
    /// <param name="text">What visitors read.</param>
    /// <param name="url">Where more is told; null is nowhere.</param>
    public GitCommitOperation Banner(string path, string text, string? url = null) =>
        CommitAndPush($"Banner: {text}").File(path, BannerFile.Text(text, url));

    /// <summary>The last part of its URL.</summary>
    public override string ToString() => Url[(Url.TrimEnd('/').LastIndexOfAny(['/', ':']) + 1)..];
}
