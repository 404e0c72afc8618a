namespace RunbookDsl.Lint;

/// <summary>The rules there are: every class that is one, in the order of their numbers.</summary>
internal static class RuleSet
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        .. typeof(LintRule)
            .Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(LintRule)))
            .Select(t => (LintRule)Activator.CreateInstance(t)!)
            .OrderBy(r => r.Info.Id, StringComparer.Ordinal),
    ];
}
