using System.Globalization;

namespace RunbookDsl.Deployment;

/// <summary>
/// A clone of one look or one change, in the run's folder and gone afterwards. Shallow: what is older than 50
/// commits is not asked for.
/// </summary>
internal sealed class GitClone(StepContext context, GitRepository repository) : IDisposable
{
    private const string Depth = "--depth=50";
    private const int MostShown = 500;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static int _count;
    private readonly string _folder = Path.Combine(
        context.RunDirectory,
        "git",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Uri.EscapeDataString(context.IdempotencyKey)}-{context.Fence}-{Interlocked.Increment(ref _count)}"
        )
    );

    public async Task BeginAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        await GitAsync(cancellation, "init", "--quiet").ConfigureAwait(false);
    }

    /// <summary>What a name at the remote is at; null when there is no such name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RemoteAsync(
        CancellationToken cancellation,
        params string[] names
    )
    {
        var said = await GitAsync(cancellation, ["ls-remote", repository.Url, .. names])
            .ConfigureAwait(false);
        var found = new Dictionary<string, string>();
        foreach (var line in said.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split('\t') is [var revision, var name] && GitNames.IsRevision(revision))
                found[name] = revision;
        return found;
    }

    /// <summary>Fetches a name or a revision; it is <c>FETCH_HEAD</c> then.</summary>
    public Task FetchAsync(string what, CancellationToken cancellation) =>
        GitAsync(cancellation, "fetch", "--quiet", "--no-tags", Depth, repository.Url, what);

    public string PathOf(string path) => Path.Combine(_folder, path);

    /// <summary>The text of a file in a commit; null when there is none.</summary>
    public async Task<string?> FileAsync(string commit, string path, CancellationToken cancellation)
    {
        var result = await RunAsync(cancellation, "cat-file", "blob", $"{commit}:{path}")
            .ConfigureAwait(false);
        return result.ExitCode == 0 ? result.Output : null;
    }

    /// <summary>The newest commit of what was fetched whose message has this line; null for none.</summary>
    public async Task<string?> WithLineAsync(string line, CancellationToken cancellation)
    {
        var found = await GitAsync(
                cancellation,
                "log",
                "FETCH_HEAD",
                "--max-count=1",
                "--format=%H",
                "--fixed-strings",
                $"--grep={line}"
            )
            .ConfigureAwait(false);
        return found.Trim() is { Length: > 0 } commit ? commit : null;
    }

    /// <summary>Pushes; false when somebody was faster and it has to go on top of that.</summary>
    /// <exception cref="OperationFailedException">The remote refused it.</exception>
    /// <exception cref="OutcomeUnknownException">The line broke: it may have arrived.</exception>
    public async Task<bool> PushAsync(CancellationToken cancellation, params string[] arguments)
    {
        var result = await RunAsync(cancellation, ["push", "--porcelain", repository.Url, .. arguments])
            .ConfigureAwait(false);
        if (result.ExitCode == 0)
            return true;
        // Lines of a refused name begin with an exclamation mark; without one nobody knows.
        var refused = result
            .Output.Split('\n')
            .FirstOrDefault(l =>
                l.StartsWith('!') && !l.Contains("remote failure", StringComparison.Ordinal)
            );
        if (refused is null)
            throw new OutcomeUnknownException(
                $"git push to {repository} ended without an answer: {Said(result)}"
            );
        if (
            refused.Contains("(fetch first)", StringComparison.Ordinal)
            || refused.Contains("(non-fast-forward)", StringComparison.Ordinal)
        )
            return false;
        throw new OperationFailedException($"{repository} refused the push: {Said(result)}");
    }

    /// <summary>Runs git in the clone.</summary>
    /// <exception cref="OperationFailedException">It failed.</exception>
    public async Task<string> GitAsync(CancellationToken cancellation, params string[] arguments)
    {
        var result = await RunAsync(cancellation, arguments).ConfigureAwait(false);
        return result.ExitCode == 0
            ? result.Output
            : throw new OperationFailedException(
                $"git {arguments[0]} for {repository} ended with exit code "
                    + $"{result.ExitCode.ToString(CultureInfo.InvariantCulture)}: {Said(result)}",
                retryable: arguments[0] is "fetch" or "ls-remote"
            );
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Left to whoever prunes the run.
        }
    }

    private async Task<ProcessResult> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var time = string.Create(
            CultureInfo.InvariantCulture,
            $"@{context.Clock.GetUtcNow().ToUnixTimeSeconds()} +0000"
        );
        var command = new ProcessCommand("git", arguments)
        {
            Directory = _folder,
            Environment = new Dictionary<string, string?>
            {
                ["GIT_TERMINAL_PROMPT"] = "0",
                ["GIT_AUTHOR_NAME"] = "runbook",
                ["GIT_AUTHOR_EMAIL"] = "runbook@localhost",
                ["GIT_COMMITTER_NAME"] = "runbook",
                ["GIT_COMMITTER_EMAIL"] = "runbook@localhost",
                ["GIT_AUTHOR_DATE"] = time,
                ["GIT_COMMITTER_DATE"] = time,
                ["LC_ALL"] = "C",
            },
        };
        try
        {
            return await context.Port<IProcessRunner>().RunAsync(command, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw arguments[0] == "push"
                ? new OutcomeUnknownException(
                    $"git push to {repository} did not end within {Durations.Text(Limit)}"
                )
                : new OperationFailedException(
                    $"git {arguments[0]} for {repository} did not end within {Durations.Text(Limit)}"
                );
        }
    }

    private static string Said(ProcessResult result)
    {
        var said = (result.Error + result.Output).Trim().ReplaceLineEndings(" | ");
        return said.Length <= MostShown ? said : "…" + said[^MostShown..];
    }
}
