using System.Text;

namespace RunbookDsl.Testing;

/// <summary>A repository, made once and copied for each rehearsal.</summary>
internal sealed class GitRemoteSystem(GitRemoteSpec spec, WorldOptions options) : IWorldSystem
{
    private readonly SemaphoreSlim _turn = new(1);
    private FolderKeeper? _folder;
    private string _first = "";

    public string Name => spec.Name;

    public async Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation)
    {
        var seed = await SeedAsync(cancellation).ConfigureAwait(false);
        var folder = Path.Combine(stage.Directory, "git", spec.Name + ".git");
        Copy(seed, folder);
        stage.Tokens.Name(folder, "repository", spec.Name);
        stage.Tokens.Name(_first, "commit", spec.Name);
        var book = stage.Shared(() => new GitBook());
        book.Add(spec.Name, _first);
        book.Keep(spec.Name, spec.Files.ToDictionary(f => $"{spec.Branch}: {f.Key}", f => f.Value));
        return new GitRemoteScene(spec, stage, folder, new GitDoor(spec, stage, folder));
    }

    public async ValueTask DisposeAsync()
    {
        _turn.Dispose();
        if (_folder is not null)
            await _folder.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> SeedAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var made = _folder is not null;
            _folder ??= FolderKeeper.Start(options.Environment);
            var path = Path.Combine(_folder.Path, "seed.git");
            if (!made)
                _first = await MakeAsync(path, cancellation).ConfigureAwait(false);
            return path;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> MakeAsync(string path, CancellationToken cancellation)
    {
        var work = Path.Combine(_folder!.Path, "work");
        foreach (var (name, content) in spec.Files)
        {
            var file = Path.Combine(work, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, content, Encoding.UTF8, cancellation).ConfigureAwait(false);
        }
        var git = new GitProgram(options.Environment);
        await git.RunAsync(work, cancellation, "init", "--quiet", "-b", spec.Branch).ConfigureAwait(false);
        await git.RunAsync(work, cancellation, "add", "--all").ConfigureAwait(false);
        await git.RunAsync(work, cancellation, "commit", "--quiet", "-m", "First").ConfigureAwait(false);
        await git.RunAsync(work, cancellation, "clone", "--quiet", "--bare", ".", path).ConfigureAwait(false);
        return (
            await git.RunAsync(path, cancellation, "rev-parse", spec.Branch).ConfigureAwait(false)
        ).Trim();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
