namespace RunbookDsl.Engine;

/// <summary>
/// Which steps may begin: all they need is finished, and their block has room. Linear in steps and needs.
/// </summary>
internal sealed class StepQueue
{
    private readonly Plan _plan;
    private readonly int[] _open;
    private readonly List<int>?[] _followers;
    private readonly LowestFirst _ready = new();
    private readonly Dictionary<int, int> _running = [];
    private readonly Dictionary<int, Queue<int>> _parked = [];
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
                _ready.Add(step.Index);
        }
    }

    public bool IsEmpty => _left == 0;

    /// <summary>The next step in plan order that may begin now, or null.</summary>
    public PlannedStep? Take()
    {
        while (_ready.TryTake(out var index))
        {
            var step = _plan.Steps[index];
            if (step.Limit is not { } limit)
                return step;
            var running = _running.GetValueOrDefault(limit.Block);
            if (running < limit.Most)
            {
                _running[limit.Block] = running + 1;
                return step;
            }
            // Looked at again when one of its block has finished, not each time somebody asks.
            if (!_parked.TryGetValue(limit.Block, out var parked))
                _parked[limit.Block] = parked = new Queue<int>();
            parked.Enqueue(index);
        }
        return null;
    }

    /// <summary>The step is finished: whoever waited for it may follow.</summary>
    public void Finish(PlannedStep step)
    {
        _left--;
        if (step.Limit is { } limit)
        {
            _running[limit.Block]--;
            if (_parked.GetValueOrDefault(limit.Block)?.TryDequeue(out var next) == true)
                _ready.Add(next);
        }
        foreach (var follower in _followers[step.Index] ?? [])
            if (--_open[follower] == 0)
                _ready.Add(follower);
    }
}
