namespace RunbookDsl.Cli.Tests;

/// <summary>Tells when so many files or folders with a name like this were made in a folder.</summary>
internal sealed class Births : IDisposable
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileSystemWatcher _watcher;
    private int _left;

    public Births(string folder, string name, int times)
    {
        _left = times;
        _watcher = new FileSystemWatcher(folder, name);
        _watcher.Created += (_, _) =>
        {
            if (Interlocked.Decrement(ref _left) <= 0)
                _seen.TrySetResult();
        };
        _watcher.EnableRaisingEvents = true;
    }

    public Task Seen => _seen.Task;

    public void Dispose() => _watcher.Dispose();
}
