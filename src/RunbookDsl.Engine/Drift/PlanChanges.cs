namespace RunbookDsl.Engine;

/// <summary>Everything in which today's plan differs from the one in force.</summary>
/// <param name="Steps">Differences of steps: today's in their order, then what is gone.</param>
/// <param name="Parameters">Names of parameters that came, went or have another value.</param>
/// <param name="Header">What else differs, in words.</param>
public sealed record PlanChanges(
    IReadOnlyList<StepChange> Steps,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> Header
)
{
    /// <summary>Whether the plans are the same.</summary>
    public bool IsNone => Steps.Count + Parameters.Count + Header.Count == 0;

    /// <summary>One line a difference.</summary>
    public IReadOnlyList<string> Lines()
    {
        var lines = new List<string>();
        foreach (var change in Steps)
            lines.Add(change.ToString());
        foreach (var name in Parameters)
            lines.Add($"parameter '{name}' changed");
        lines.AddRange(Header);
        return lines;
    }
}
