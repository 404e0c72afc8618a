namespace RunbookDsl.Engine;

/// <summary>
/// What a step was called when the run began: the operator's word first, then the step's own, then its id.
/// The step that puts another one back follows it.
/// </summary>
internal sealed class StepRenames(Plan plan, IReadOnlyDictionary<string, string>? map, HashSet<string> known)
{
    private const string PutBack = "put-back/";

    /// <summary>Null when the step is new.</summary>
    public string? OldIdOf(PlannedStep step)
    {
        if (map is not null && map.TryGetValue(step.Id, out var given) && known.Contains(given))
            return given;
        if (known.Contains(step.Id))
            return step.Id;
        foreach (var former in step.Spec.FormerIds)
            if (known.Contains(former))
                return former;
        return
            step.Id.StartsWith(PutBack, StringComparison.Ordinal)
            && plan.Find(step.Id[PutBack.Length..]) is { } target
            && OldIdOf(target) is { } old
            && known.Contains(PutBack + old)
            ? PutBack + old
            : null;
    }
}
