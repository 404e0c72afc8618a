namespace RunbookDsl.Deployment;

/// <summary>One commit at work: looked for, made, looked at, reverted.</summary>
internal sealed class GitCommitRun(GitCommitOperation commit, StepContext context)
{
    private const int Tries = 4;

    private string Line => $"Runbook-Step: {context.IdempotencyKey}";

    public async Task<Probe> ProbeAsync(CancellationToken cancellation)
    {
        using var clone = await FetchedAsync(cancellation).ConfigureAwait(false);
        if (await clone.WithLineAsync(Line, cancellation).ConfigureAwait(false) is { } ours)
            return Probe.Done(
                $"{commit.Target} has commit {ours} of this step",
                new GitCommit(commit.Branch, ours, Line)
            );
        if (await DifferenceAsync(clone, cancellation).ConfigureAwait(false) is { } difference)
            return Probe.NotDone(difference);
        var tip = await TipAsync(clone, cancellation).ConfigureAwait(false);
        return Probe.Done($"{commit.Target} has the files as wanted", new GitCommit(commit.Branch, tip, ""));
    }

    public async Task<GitCommit> RunAsync(CancellationToken cancellation)
    {
        if (commit.Files.IsEmpty)
            throw new OperationFailedException($"{commit.Description}: it changes no file.");
        for (var tried = 1; tried <= Tries; tried++)
        {
            using var clone = await CheckedOutAsync(cancellation).ConfigureAwait(false);
            foreach (var file in commit.Files)
                Write(clone.PathOf(file.Path), file.Text);
            await clone.GitAsync(cancellation, "add", "--all").ConfigureAwait(false);
            var made = await CommitAsync(clone, commit.Message, Line, cancellation).ConfigureAwait(false);
            if (await PushedAsync(clone, cancellation).ConfigureAwait(false))
            {
                context.Note($"commit {made} on {commit.Target}");
                return new(commit.Branch, made, Line);
            }
            context.Report(new StepProgress($"somebody was faster: once more on top of that ({tried})"));
        }
        throw new OperationFailedException(
            $"{commit.Target}: somebody else was faster {Tries} times; nothing was pushed.",
            retryable: true
        );
    }

    public async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        using var clone = await FetchedAsync(cancellation).ConfigureAwait(false);
        return await DifferenceAsync(clone, cancellation).ConfigureAwait(false) is { } difference
            ? Verdict.Fail(difference)
            : Verdict.Pass($"{commit.Target} has the files as wanted");
    }

    public async Task RevertAsync(GitCommit made, CancellationToken cancellation)
    {
        if (made.Key.Length == 0)
            return;
        for (var tried = 1; tried <= Tries; tried++)
        {
            using var clone = await CheckedOutAsync(cancellation).ConfigureAwait(false);
            if (await clone.WithLineAsync(Undo(made), cancellation).ConfigureAwait(false) is not null)
                return;
            await clone
                .GitAsync(cancellation, "revert", "--no-commit", "--no-edit", made.Commit)
                .ConfigureAwait(false);
            await CommitAsync(clone, $"Revert \"{commit.Message}\"", Undo(made), cancellation)
                .ConfigureAwait(false);
            if (await PushedAsync(clone, cancellation).ConfigureAwait(false))
                return;
        }
        throw new OperationFailedException(
            $"{commit.Target}: somebody else was faster {Tries} times; nothing was reverted.",
            retryable: true
        );
    }

    public async Task<Probe> ProbeUndoAsync(CancellationToken cancellation)
    {
        using var clone = await FetchedAsync(cancellation).ConfigureAwait(false);
        if (context.Result is not GitCommit { Key.Length: > 0 } made)
            return Probe.Done("nothing was pushed");
        return await clone.WithLineAsync(Undo(made), cancellation).ConfigureAwait(false) is { } back
                ? Probe.Done($"{commit.Target} has commit {back}, which reverts it")
            : await clone.WithLineAsync(made.Key, cancellation).ConfigureAwait(false) is null
                ? Probe.Done($"{commit.Target} has no commit of this step")
            : Probe.NotDone($"{commit.Target} has commit {made.Commit} and none that reverts it");
    }

    private static string Undo(GitCommit made) =>
        made.Key.Replace("Runbook-Step: ", "Runbook-Undo: ", StringComparison.Ordinal);

    private async Task<GitClone> FetchedAsync(CancellationToken cancellation)
    {
        var clone = new GitClone(context, commit.Repository);
        try
        {
            await clone.BeginAsync(cancellation).ConfigureAwait(false);
            await clone.FetchAsync($"refs/heads/{commit.Branch}", cancellation).ConfigureAwait(false);
            return clone;
        }
        catch
        {
            clone.Dispose();
            throw;
        }
    }

    private async Task<GitClone> CheckedOutAsync(CancellationToken cancellation)
    {
        var clone = await FetchedAsync(cancellation).ConfigureAwait(false);
        try
        {
            await clone
                .GitAsync(cancellation, "checkout", "--quiet", "-B", "work", "FETCH_HEAD")
                .ConfigureAwait(false);
            return clone;
        }
        catch
        {
            clone.Dispose();
            throw;
        }
    }

    private async Task<string> CommitAsync(
        GitClone clone,
        string message,
        string line,
        CancellationToken cancellation
    )
    {
        await clone
            .GitAsync(
                cancellation,
                "commit",
                "--quiet",
                "--no-verify",
                "--allow-empty",
                "--message",
                $"{message}\n\nRunbook-Run: {context.RunId}\n{line}"
            )
            .ConfigureAwait(false);
        return (await clone.GitAsync(cancellation, "rev-parse", "HEAD").ConfigureAwait(false)).Trim();
    }

    private Task<bool> PushedAsync(GitClone clone, CancellationToken cancellation) =>
        clone.PushAsync(cancellation, $"HEAD:refs/heads/{commit.Branch}");

    private static async Task<string> TipAsync(GitClone clone, CancellationToken cancellation) =>
        (await clone.GitAsync(cancellation, "rev-parse", "FETCH_HEAD").ConfigureAwait(false)).Trim();

    private async Task<string?> DifferenceAsync(GitClone clone, CancellationToken cancellation)
    {
        foreach (var file in commit.Files)
            if (
                await clone.FileAsync("FETCH_HEAD", file.Path, cancellation).ConfigureAwait(false)
                    is var there
                && there != file.Text
            )
                return $"{file.Path} on {commit.Target} is "
                    + (
                        there is null ? "not there"
                        : file.Text is null ? "still there"
                        : "another one"
                    );
        return null;
    }

    private static void Write(string path, string? text)
    {
        if (text is null)
        {
            File.Delete(path);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
