using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>A repository as one rehearsal has it.</summary>
internal sealed class GitRemoteScene(GitRemoteSpec spec, Stage stage, string folder, GitDoor door)
    : ISystemScene
{
    private const int MostShown = 200;

    public void Surround(Surroundings surroundings)
    {
        door.Open();
        stage.Shared(() => new GitBook()).Lead(spec.Url, folder, surroundings);
    }

    /// <summary>Files of each branch, and where each tag is. Commits have ids and times; files do
    /// not.</summary>
    public async Task<SystemState> StateAsync(CancellationToken cancellation)
    {
        var git = new GitProgram(stage.Environment);
        var lines = new Dictionary<string, string>();
        foreach (
            var (path, text) in await GitContents.FilesAsync(git, folder, cancellation).ConfigureAwait(false)
        )
            lines[path] =
                text.Length <= MostShown
                    ? text.TrimEnd().ReplaceLineEndings("\\n")
                    : text.Length.ToString(CultureInfo.InvariantCulture) + " characters";
        foreach (
            var name in await GitContents
                .NamesAsync(git, folder, "refs/tags", cancellation)
                .ConfigureAwait(false)
        )
            lines[$"tag {name["refs/tags/".Length..]}"] = (
                await git.RunAsync(folder, cancellation, "rev-parse", name + "^{tree}").ConfigureAwait(false)
            ).Trim();
        return SystemState.Of(
            spec.Name,
            lines.Select(l => KeyValuePair.Create(l.Key, stage.Tokens.Replace(l.Value)))
        );
    }

    public ValueTask DisposeAsync() => door.DisposeAsync();
}
