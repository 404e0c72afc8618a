namespace RunbookDsl.Testing;

/// <summary>The faults of one rehearsal, each of which counts the calls that match it.</summary>
internal sealed class FaultScript(IReadOnlyList<Fault> faults)
{
    private readonly Lock _gate = new();
    private readonly int[] _seen = new int[faults.Count];

    public IReadOnlyList<Fault> Unused
    {
        get
        {
            lock (_gate)
                return [.. faults.Where((f, i) => _seen[i] < f.Nth)];
        }
    }

    /// <summary>The fault that strikes this call; null lets it pass.</summary>
    public Fault? Take(WorldCall call)
    {
        Fault? taken = null;
        lock (_gate)
            for (var i = 0; i < faults.Count; i++)
            {
                var fault = faults[i];
                if (!fault.Matches(call))
                    continue;
                var number = ++_seen[i];
                if (number >= fault.Nth && number < fault.Nth + fault.Times)
                    taken ??= fault;
            }
        return taken;
    }
}
