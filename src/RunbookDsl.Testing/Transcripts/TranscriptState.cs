namespace RunbookDsl.Testing;

/// <summary>What the rehearsal left of each system: only what differs.</summary>
internal static class TranscriptState
{
    public static void Write(TranscriptText text, RehearsalResult result)
    {
        text.Section("state");
        var systems = result
            .Before.Select(s => s.System)
            .Union(result.After.Select(s => s.System), StringComparer.Ordinal)
            .ToList();
        if (systems.Count == 0)
            text.Line(0, "no system");
        foreach (var system in systems)
        {
            var changes = StateDifference.Between(Only(result.Before, system), Only(result.After, system));
            text.Line(0, changes.Count == 0 ? $"{system}: as before" : $"{system}:");
            foreach (var change in changes)
                text.Line(
                    2,
                    $"{change.Key[(system.Length + 1)..]}: {change.Was ?? "(not there)"} -> {change.Now ?? "(gone)"}"
                );
        }
    }

    private static List<SystemState> Only(IReadOnlyList<SystemState> states, string system) =>
        [.. states.Where(s => s.System == system)];
}
