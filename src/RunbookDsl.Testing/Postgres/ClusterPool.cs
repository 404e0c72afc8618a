namespace RunbookDsl.Testing;

/// <summary>
/// Lends one server to each rehearsal that is open. A returned one is made as it was in the background, or
/// ended when more than databases was changed; from the second rehearsal on, one more than are lent is kept
/// ready. There are never more than <see cref="Most"/>: whoever comes then waits for one that is returned.
/// </summary>
internal sealed class ClusterPool : IAsyncDisposable
{
    /// <summary>Most servers at once; each has about 60 MB of files.</summary>
    public const int Most = 16;

    // More that start at once only start later.
    private static readonly int MostStarts = Math.Max(2, Environment.ProcessorCount);
    private readonly ClusterFamily _family;
    private readonly Lock _gate = new();
    private readonly Queue<LentCluster> _idle = new();
    private readonly HashSet<LentCluster> _all = [];
    private readonly Queue<TaskCompletionSource<LentCluster>> _waiting = new();
    private readonly HashSet<Task> _work = [];
    private readonly CancellationTokenSource _closing = new();
    private int _taken;
    private int _coming;
    private int _making;

    public ClusterPool(ClusterFamily family, LentCluster first)
    {
        (_family, First) = (family, first.Cluster);
        _all.Add(first);
        _idle.Enqueue(first);
    }

    /// <summary>The server that is lent first.</summary>
    public LocalCluster First { get; }

    /// <summary>How many servers run.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _all.Count;
        }
    }

    /// <summary>A server as the world file says, for one rehearsal.</summary>
    public Task<LentCluster> TakeAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            var isFirst = ++_taken == 1;
            if (_idle.TryDequeue(out var ready))
            {
                if (!isFirst && _idle.Count + _coming == 0)
                    Make();
                return Task.FromResult(ready);
            }
            var wanted = new TaskCompletionSource<LentCluster>(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            _waiting.Enqueue(wanted);
            MakeForWaiting();
            return WaitAsync(wanted, cancellation);
        }
    }

    /// <summary>A rehearsal has ended.</summary>
    public void Return(LentCluster lent)
    {
        lock (_gate)
            if (!_closing.IsCancellationRequested)
                Start(() => RenewAsync(lent));
    }

    /// <summary>Completes when nothing is being prepared.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            Task[] work;
            lock (_gate)
                work = [.. _work];
            if (work.Length == 0)
                return;
            await Task.WhenAll(work).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await SettleAsync().ConfigureAwait(false);
        lock (_gate)
            while (_waiting.TryDequeue(out var wanted))
                wanted.TrySetException(new ObjectDisposedException(nameof(ClusterPool)));
        foreach (var lent in _all)
        {
            await lent.DisposeAsync().ConfigureAwait(false);
            await lent.Cluster.DisposeAsync().ConfigureAwait(false);
        }
        await _family.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    // Who no longer waits gets nothing.
    private static async Task<LentCluster> WaitAsync(
        TaskCompletionSource<LentCluster> wanted,
        CancellationToken cancellation
    )
    {
        using var given = cancellation.Register(() => wanted.TrySetCanceled(cancellation));
        return await wanted.Task.ConfigureAwait(false);
    }

    // Called under the gate: one for each who waits, and one to spare.
    private void MakeForWaiting()
    {
        while (_idle.Count + _coming <= _waiting.Count && Make()) { }
    }

    // Called under the gate.
    private bool Make()
    {
        if (_making >= MostStarts || _all.Count + _making >= Most || _closing.IsCancellationRequested)
            return false;
        _making++;
        Start(MakeAsync);
        return true;
    }

    // Called under the gate.
    private void Start(Func<Task> work)
    {
        _coming++;
        var task = Task.Run(work);
        _work.Add(task);
        _ = task.ContinueWith(
            done =>
            {
                lock (_gate)
                    _work.Remove(done);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async Task MakeAsync()
    {
        try
        {
            var made = await _family.MakeAsync(_closing.Token).ConfigureAwait(false);
            lock (_gate)
            {
                _all.Add(made);
                _making--;
            }
            Give(made);
        }
        catch (Exception e)
        {
            lock (_gate)
                _making--;
            Fail(e);
        }
    }

    private async Task RenewAsync(LentCluster lent)
    {
        try
        {
            if (
                !_family.Spec.IsOwnCluster
                && _family.Spec.Replicas.IsEmpty
                && await lent.ResetAsync(_closing.Token).ConfigureAwait(false)
            )
            {
                Give(lent);
                return;
            }
            lock (_gate)
                _all.Remove(lent);
            await _family.EndAsync(lent).ConfigureAwait(false);
            lock (_gate)
            {
                _coming--;
                if (_taken >= 2)
                    MakeForWaiting();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Give(LentCluster ready)
    {
        lock (_gate)
        {
            _coming--;
            while (_waiting.TryDequeue(out var wanted))
                if (wanted.TrySetResult(ready))
                {
                    MakeForWaiting();
                    return;
                }
            _idle.Enqueue(ready);
        }
    }

    // What could not be prepared is told to whoever waits for it; when nobody does, the next one tries again.
    private void Fail(Exception e)
    {
        lock (_gate)
        {
            _coming--;
            if (_waiting.TryDequeue(out var wanted))
                wanted.TrySetException(e);
            if (_waiting.Count > 0)
                MakeForWaiting();
        }
    }
}
