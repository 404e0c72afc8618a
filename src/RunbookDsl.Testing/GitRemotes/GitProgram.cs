namespace RunbookDsl.Testing;

/// <summary>The machine's <c>git</c>, for what the world itself does with a repository.</summary>
internal sealed class GitProgram(IReadOnlyDictionary<string, string> environment)
{
    private readonly string _git = Programs.Need("git", "have repositories", "git", environment);

    /// <summary>Runs it; nobody's configuration has a say, and times are always the same.</summary>
    /// <exception cref="WorldException">It failed.</exception>
    public async Task<string> RunAsync(
        string folder,
        CancellationToken cancellation,
        params string[] arguments
    )
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = environment.GetValueOrDefault("PATH", "/usr/bin:/bin"),
            ["HOME"] = folder,
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_SYSTEM"] = "/dev/null",
            ["GIT_AUTHOR_NAME"] = "World",
            ["GIT_AUTHOR_EMAIL"] = "world@example.com",
            ["GIT_AUTHOR_DATE"] = "2026-01-01T00:00:00Z",
            ["GIT_COMMITTER_NAME"] = "World",
            ["GIT_COMMITTER_EMAIL"] = "world@example.com",
            ["GIT_COMMITTER_DATE"] = "2026-01-01T00:00:00Z",
        };
        var (code, said) = await Tool.RunAsync(
                Tool.Command([_git, .. arguments], folder, variables),
                cancellation
            )
            .ConfigureAwait(false);
        return code == 0
            ? said
            : throw new WorldException($"git {string.Join(' ', arguments)} failed: {said.Trim()}");
    }
}
