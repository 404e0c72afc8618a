using System.Collections.Concurrent;

namespace RunbookDsl.Testing;

/// <summary>
/// Queries over UDP that get no answer because of a fault. Our own client hears of it, so that it waits in
/// virtual time; everybody else waits for real.
/// </summary>
internal sealed class LostQueries
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _waiting = new();

    /// <summary>Ends when the query of this port of ours is lost.</summary>
    public Task Expect(int port)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[port] = lost;
        return lost.Task;
    }

    public void Forget(int port) => _waiting.TryRemove(port, out _);

    public void Report(int port)
    {
        if (_waiting.TryGetValue(port, out var lost))
            lost.TrySetResult();
    }
}
