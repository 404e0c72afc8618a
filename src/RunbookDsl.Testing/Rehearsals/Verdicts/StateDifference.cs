namespace RunbookDsl.Testing;

/// <summary>Compares two states of a world.</summary>
public static class StateDifference
{
    /// <summary>Every line that differs, sorted: <c>shop/table orders: 12 rows, was 11 rows</c>.</summary>
    /// <param name="was">The earlier state, or the one that is wanted.</param>
    /// <param name="now">The later one.</param>
    public static IReadOnlyList<StateChange> Between(
        IReadOnlyList<SystemState> was,
        IReadOnlyList<SystemState> now
    )
    {
        var (before, after) = (Flat(was), Flat(now));
        return
        [
            .. before
                .Keys.Union(after.Keys)
                .Order(StringComparer.Ordinal)
                .Select(k => new StateChange(k, before.GetValueOrDefault(k), after.GetValueOrDefault(k)))
                .Where(c => c.Was != c.Now),
        ];
    }

    private static Dictionary<string, string> Flat(IReadOnlyList<SystemState> states) =>
        states
            .SelectMany(s => s.Lines.Select(l => (Key: $"{s.System}/{l.Key}", l.Value)))
            .ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
}
