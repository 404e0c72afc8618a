namespace RunbookDsl.Engine;

/// <summary>Which steps may begin: all they need is finished, and their block has room. Linear in steps and needs.</summary>
internal sealed class StepQueue
{
    private readonly Plan _plan;
    private readonly int[] _open;
    private readonly List<int>?[] _followers;
    private readonly PriorityQueue<int, int> _ready = new();
    private readonly Dictionary<int, int> _running = [];
    private int _left;

    public StepQueue(Plan plan)
    {
        _plan = plan;
        _left = plan.Steps.Count;
        _open = new int[_left];
        _followers = new List<int>?[_left];
        foreach (var step in plan.Steps)
        {
            _open[step.Index] = step.Needs.Count;
            foreach (var need in step.Needs)
                (_followers[plan.Find(need)!.Index] ??= []).Add(step.Index);
            if (step.Needs.Count == 0)
                _ready.Enqueue(step.Index, step.Index);
        }
    }

    public bool IsEmpty => _left == 0;

    /// <summary>The next step in plan order that may begin now, or null.</summary>
    public PlannedStep? Take()
    {
        List<int>? full = null;
        PlannedStep? found = null;
        while (found is null && _ready.TryDequeue(out var index, out _))
        {
            var step = _plan.Steps[index];
            if (step.Limit is { } limit && _running.GetValueOrDefault(limit.Block) >= limit.Most)
                (full ??= []).Add(index);
            else
                found = step;
        }
        foreach (var index in full ?? [])
            _ready.Enqueue(index, index);
        if (found?.Limit is { } taken)
            _running[taken.Block] = _running.GetValueOrDefault(taken.Block) + 1;
        return found;
    }

    /// <summary>The step is finished: whoever waited for it may follow.</summary>
    public void Finish(PlannedStep step)
    {
        _left--;
        if (step.Limit is { } limit)
            _running[limit.Block]--;
        foreach (var follower in _followers[step.Index] ?? [])
            if (--_open[follower] == 0)
                _ready.Enqueue(follower, follower);
    }
}
