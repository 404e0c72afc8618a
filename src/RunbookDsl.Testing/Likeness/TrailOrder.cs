namespace RunbookDsl.Testing;

/// <summary>
/// Whether steps were begun in an order that the plan has now. Steps side by side have none.
/// </summary>
internal sealed class TrailOrder
{
    private readonly Plan _plan;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public TrailOrder(Plan plan, IEnumerable<string> begun)
    {
        _plan = plan;
        foreach (var id in begun)
            _places.TryAdd(id, _places.Count);
    }

    /// <summary>What the step was begun before in the real run, although it comes after it now.</summary>
    public IEnumerable<string> Of(PlannedStep step)
    {
        if (!_places.TryGetValue(step.Id, out var place))
            yield break;
        foreach (var needed in Needed(step))
            if (_places[needed] > place)
                yield return $"order: the real run began it before '{needed}', now it comes after it";
    }

    // A step between them that the real run did not have is looked through.
    private IEnumerable<string> Needed(PlannedStep step)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(step.Needs);
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id))
                continue;
            if (_places.ContainsKey(id))
                yield return id;
            else
                foreach (var further in _plan.Find(id)?.Needs ?? [])
                    open.Push(further);
        }
    }
}
