namespace RunbookDsl.Testing;

/// <summary>Reads what a repository holds.</summary>
internal static class GitContents
{
    /// <summary>The files of all branches: <c>main: README.md</c> and its text.</summary>
    public static async Task<SortedDictionary<string, string>> FilesAsync(
        GitProgram git,
        string folder,
        CancellationToken cancellation
    )
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in await NamesAsync(git, folder, "refs/heads", cancellation).ConfigureAwait(false))
        {
            var tree = await git.RunAsync(folder, cancellation, "ls-tree", "-r", "--name-only", "-z", name)
                .ConfigureAwait(false);
            foreach (var path in tree.Split('\0', StringSplitOptions.RemoveEmptyEntries))
                files[$"{name["refs/heads/".Length..]}: {path}"] = await git.RunAsync(
                        folder,
                        cancellation,
                        "cat-file",
                        "blob",
                        $"{name}:{path}"
                    )
                    .ConfigureAwait(false);
        }
        return files;
    }

    /// <summary>Full names of branches or tags.</summary>
    public static async Task<string[]> NamesAsync(
        GitProgram git,
        string folder,
        string below,
        CancellationToken cancellation
    ) =>
        (
            await git.RunAsync(folder, cancellation, "for-each-ref", "--format=%(refname)", below)
                .ConfigureAwait(false)
        ).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
