using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Deployment;

/// <summary>Changes files on a branch; see <see cref="GitRepository.CommitAndPush"/>.</summary>
public sealed record GitCommitOperation : Operation<GitCommit>
{
    internal GitCommitOperation(GitRepository repository, string message) =>
        (Repository, Message) = (repository, message);

    /// <summary>Where it is pushed to.</summary>
    public GitRepository Repository { get; }

    /// <summary>First line of its message.</summary>
    public string Message { get; }

    /// <summary>The branch. Default <c>main</c>.</summary>
    public string Branch { get; private init; } = "main";

    /// <summary>The files it changes.</summary>
    public ImmutableArray<GitFile> Files { get; private init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Git.CommitAndPush";

    /// <inheritdoc/>
    public override string Description =>
        $"commit {string.Join(", ", Files.Select(f => f.Path))} to {Branch} of {Repository}: {Message}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string? Target => $"{Branch} of {Repository}";

    /// <inheritdoc/>
    public override string? Verification => "a fresh clone has the files as wanted";

    /// <inheritdoc/>
    public override string? UndoDescription => "push a commit that reverts this one";

    /// <inheritdoc/>
    public override string? Warning =>
        Files.IsEmpty
            ? "it changes no file: add .File(path, text)"
            : "pushed is not published: look at the site";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [new("url", Repository.Url), .. Files.Select(f => new Fact(f.Path, f.Text ?? "(gone)"))];

    /// <inheritdoc/>
    protected override JsonTypeInfo<GitCommit> JsonInfo => DeploymentJson.Default.GitCommit;

    /// <summary>A copy that works on this branch.</summary>
    public GitCommitOperation On(string branch) =>
        this with
        {
            Branch = GitNames.Checked(branch, "a branch"),
        };

    /// <summary>A copy that also writes this file, as a whole.</summary>
    /// <param name="path">In the repository.</param>
    /// <param name="text">Its new text; shown in the plan, so no place for a secret.</param>
    public GitCommitOperation File(string path, string text) => With(new(GitNames.CheckedPath(path), text));

    /// <summary>A copy that also removes this file.</summary>
    public GitCommitOperation Without(string path) => With(new(GitNames.CheckedPath(path), null));

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        new GitCommitRun(this, context).ProbeAsync(cancellation);

    /// <inheritdoc/>
    public override Task<GitCommit> RunAsync(StepContext context, CancellationToken cancellation) =>
        new GitCommitRun(this, context).RunAsync(cancellation);

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        GitCommit result,
        CancellationToken cancellation
    ) => new GitCommitRun(this, context).VerifyAsync(cancellation);

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, GitCommit result, CancellationToken cancellation) =>
        new GitCommitRun(this, context).RevertAsync(result, cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        new GitCommitRun(this, context).ProbeUndoAsync(cancellation);

    private GitCommitOperation With(GitFile file) =>
        this with
        {
            Files = [.. Files.Where(f => f.Path != file.Path), file],
        };
}
