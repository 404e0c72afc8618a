namespace RunbookDsl.Testing;

/// <summary>What the server of one connection still has to answer, oldest first.</summary>
internal sealed class ReplyQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Reply> _replies = new();
    private readonly HashSet<string> _suspended = [];

    /// <summary>Whether the server waits for data of a COPY: it then ignores "sync".</summary>
    public bool IsCopyIn { get; set; }

    public void Add(Reply reply)
    {
        lock (_gate)
            _replies.AddLast(reply);
    }

    /// <summary>The oldest; null when the server owes nothing.</summary>
    public Reply? Head
    {
        get
        {
            lock (_gate)
                return _replies.First?.Value;
        }
    }

    /// <summary>Takes the oldest away.</summary>
    public Reply? Take()
    {
        lock (_gate)
        {
            var first = _replies.First?.Value;
            if (first is not null)
                _replies.RemoveFirst();
            return first;
        }
    }

    /// <summary>
    /// The server begins to take COPY data for the oldest statement: each "sync" sent so far is ignored.
    /// </summary>
    public void BeginCopyIn()
    {
        lock (_gate)
        {
            IsCopyIn = true;
            if (_replies.First?.Value.Kind != ReplyKind.Execute)
                return;
            for (var node = _replies.First; node is not null; )
            {
                var next = node.Next;
                if (node.Value.Kind == ReplyKind.Sync)
                    _replies.Remove(node);
                node = next;
            }
        }
    }

    /// <summary>A portal gave some of its rows, and will be asked for more.</summary>
    public void Suspend(string portal)
    {
        lock (_gate)
            _suspended.Add(portal);
    }

    /// <summary>Whether a portal is asked for the rest of its rows.</summary>
    public bool Continues(string portal)
    {
        lock (_gate)
            return _suspended.Remove(portal);
    }

    /// <summary>The connection has ended.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            foreach (var reply in _replies)
                reply.Call?.End();
            _replies.Clear();
        }
    }
}
