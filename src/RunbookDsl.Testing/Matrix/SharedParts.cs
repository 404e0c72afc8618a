namespace RunbookDsl.Testing;

/// <summary>
/// A matrix keeps each of its rehearsals until it is told: what is the same as in the run without a fault is
/// kept once for all of them.
/// </summary>
internal sealed class SharedParts(RehearsalResult clean)
{
    public RehearsalResult Of(RehearsalResult row) =>
        row with
        {
            Plan = row.Plan.Hash == clean.Plan.Hash ? clean.Plan : row.Plan,
            Before = [.. row.Before.Select(Of)],
            After = [.. row.After.Select(Of)],
        };

    private SystemState Of(SystemState state)
    {
        if (clean.Before.FirstOrDefault(s => s.System == state.System)?.Lines is not { } known)
            return state;
        var gone = known.Keys.Where(k => !state.Lines.ContainsKey(k));
        var other = state.Lines.Where(l => !known.TryGetValue(l.Key, out var was) || was != l.Value);
        return state with { Lines = known.RemoveRange([.. gone]).SetItems([.. other]) };
    }
}
