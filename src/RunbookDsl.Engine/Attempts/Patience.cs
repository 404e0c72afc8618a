using System.Runtime.CompilerServices;

namespace RunbookDsl.Engine;

/// <summary>Waits for work of others, which may not stop when it is told to.</summary>
internal static class Patience
{
    /// <summary>
    /// True when the work has ended; false when it was cancelled and did not stop in time. It may then still
    /// be at work.
    /// </summary>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public static async Task<bool> EndsAsync(
        Task running,
        EngineServices services,
        CancellationToken cancellation
    )
    {
        if (running.IsCompleted)
            return true;
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(() => cancelled.TrySetResult());
        await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false);
        if (running.IsCompleted)
            return true;
        using var ended = new CancellationTokenSource();
        var patience = Task.Delay(services.CancelPatience, services.Clock, ended.Token);
        await Task.WhenAny(running, patience).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        return running.IsCompleted;
    }
}
