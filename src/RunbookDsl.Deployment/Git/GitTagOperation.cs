using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Deployment;

/// <summary>Tags a revision at the remote; see <see cref="GitRepository.Tag"/>.</summary>
public sealed record GitTagOperation : Operation<GitTag>
{
    private readonly Input<string> _revision;

    internal GitTagOperation(
        GitRepository repository,
        string prefix,
        Input<string> revision,
        string message
    ) => (Repository, Prefix, _revision, Message) = (repository, prefix, revision, message);

    /// <summary>Where it is made.</summary>
    public GitRepository Repository { get; }

    /// <summary>What the name begins with; the time follows.</summary>
    public string Prefix { get; }

    /// <summary>Why it is made.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string Kind => "Git.Tag";

    /// <inheritdoc/>
    public override string Description => $"tag {What} of {Repository} as {Prefix}-<time>";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Additive;

    /// <inheritdoc/>
    public override string? Target => $"repository {Repository}";

    /// <inheritdoc/>
    public override string? Verification => "the remote has the tag at that revision";

    /// <inheritdoc/>
    public override string? UndoDescription => "delete the tag, if it is still this one";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => _revision.Output is { } output ? [output] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("url", Repository.Url), new("message", Message)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<GitTag> JsonInfo => DeploymentJson.Default.GitTag;

    private string What => _revision.Output is { } output ? $"the {output}" : $"{_revision}";

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var name = NameOf(context);
        using var clone = new GitClone(context, Repository);
        await clone.BeginAsync(cancellation).ConfigureAwait(false);
        if (await FindAsync(clone, name, cancellation).ConfigureAwait(false) is not { } tag)
            return Probe.NotDone($"{Repository} has no tag {name}");
        await clone.FetchAsync(Full(name), cancellation).ConfigureAwait(false);
        var text = await clone.GitAsync(cancellation, "cat-file", "-p", "FETCH_HEAD").ConfigureAwait(false);
        return text.Contains(Line(context), StringComparison.Ordinal) && tag.Revision == Wanted(context)
            ? Probe.Done($"{Repository} has tag {name} at {tag.Revision}, made by this step", tag)
            : Probe.Conflict($"{Repository} has another tag {name}, at {tag.Revision}");
    }

    /// <inheritdoc/>
    public override async Task<GitTag> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (name, revision) = (NameOf(context), Wanted(context));
        using var clone = new GitClone(context, Repository);
        await clone.BeginAsync(cancellation).ConfigureAwait(false);
        await clone.FetchAsync(revision, cancellation).ConfigureAwait(false);
        var message = $"{Message}\n\nRunbook-Run: {context.RunId}\n{Line(context)}";
        await clone
            .GitAsync(cancellation, "tag", "--annotate", "--message", message, name, revision)
            .ConfigureAwait(false);
        var made = await clone.GitAsync(cancellation, "rev-parse", Full(name)).ConfigureAwait(false);
        if (!await clone.PushAsync(cancellation, Full(name)).ConfigureAwait(false))
            throw new OperationFailedException($"{Repository} has another tag {name} by now.");
        context.Note($"tag {name} at {revision}");
        return new(name, revision, made.Trim());
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        GitTag result,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(result);
        using var clone = new GitClone(context, Repository);
        await clone.BeginAsync(cancellation).ConfigureAwait(false);
        var found = await FindAsync(clone, result.Name, cancellation).ConfigureAwait(false);
        return found == result
            ? Verdict.Pass($"{Repository} has tag {result.Name} at {result.Revision}")
            : Verdict.Fail(
                $"expected tag {result.Name} of {Repository} at {result.Revision}; it is "
                    + (found is null ? "not there" : $"at {found.Revision}")
            );
    }

    /// <inheritdoc/>
    public override async Task UndoAsync(StepContext context, GitTag result, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var clone = new GitClone(context, Repository);
        await clone.BeginAsync(cancellation).ConfigureAwait(false);
        var found = await FindAsync(clone, result.Name, cancellation).ConfigureAwait(false);
        if (found is null)
            return;
        if (found != result)
            throw new OperationFailedException(NotOurs(result));
        // The lease is the second look: deleted only while it is still this object.
        var lease = $"--force-with-lease={Full(result.Name)}:{result.Object}";
        if (!await clone.PushAsync(cancellation, lease, $":{Full(result.Name)}").ConfigureAwait(false))
            throw new OperationFailedException(NotOurs(result));
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var made = context.Result as GitTag;
        var name = made?.Name ?? NameOf(context);
        using var clone = new GitClone(context, Repository);
        await clone.BeginAsync(cancellation).ConfigureAwait(false);
        var found = await FindAsync(clone, name, cancellation).ConfigureAwait(false);
        return found is null ? Probe.Done($"{Repository} has no tag {name}")
            : made is null || found == made ? Probe.NotDone($"{Repository} has tag {name}")
            : Probe.Conflict(NotOurs(made));
    }

    private string NotOurs(GitTag tag) =>
        $"tag {tag.Name} of {Repository} is not the one of this run any more";

    private static async Task<GitTag?> FindAsync(GitClone clone, string name, CancellationToken cancellation)
    {
        var full = Full(name);
        var found = await clone.RemoteAsync(cancellation, full, full + "^{}").ConfigureAwait(false);
        return found.TryGetValue(full, out var made)
            ? new(name, found.GetValueOrDefault(full + "^{}", made), made)
            : null;
    }

    private string Wanted(StepContext context)
    {
        var revision = context.Read(_revision).Trim();
        return GitNames.IsRevision(revision)
            ? revision
            : throw new OperationFailedException(
                $"'{revision}' is no revision of {Repository}: 40 digits of 0-9 and a-f."
            );
    }

    // Every attempt of the step means the same tag.
    private string NameOf(StepContext context) =>
        Prefix
        + "-"
        + context.FirstStartedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Line(StepContext context) => $"Runbook-Step: {context.IdempotencyKey}";

    private static string Full(string name) => $"refs/tags/{name}";
}
