namespace RunbookDsl;

/// <summary>What a parent's plan tells of a child's.</summary>
internal static class ChildPlans
{
    /// <summary>The script's full path, as <c>Include</c> finds it.</summary>
    public static string Path(string script, SourceLocation where)
    {
        var name = script.EndsWith(".csx", StringComparison.Ordinal) ? script : script + ".csx";
        var folder = System.IO.Path.GetDirectoryName(where.File);
        return System.IO.Path.GetFullPath(name, string.IsNullOrEmpty(folder) ? "/" : folder);
    }

    public static bool IsReadOnly(Plan? plan)
    {
        if (plan is null)
            return false;
        foreach (var step in plan.Steps)
            if (step.Action.Effect != EffectClass.ReadOnly)
                return false;
        return true;
    }

    public static int Changing(Plan plan)
    {
        var count = 0;
        foreach (var step in plan.Steps)
            count += step.Action.Effect is EffectClass.ReadOnly or EffectClass.Human ? 0 : 1;
        return count;
    }

    /// <summary>Everything the child's steps touch, once each; null when they name nothing.</summary>
    public static string? Targets(Plan plan)
    {
        var targets = new List<string>();
        foreach (var step in plan.Steps)
            if (step.Action.Target is { } target && !targets.Contains(target))
                targets.Add(target);
        return targets.Count == 0 ? null : string.Join(", ", targets);
    }

    /// <summary>The sum of what is known; null when nothing is.</summary>
    public static TimeSpan? Expected(Plan plan)
    {
        TimeSpan? sum = null;
        foreach (var step in plan.Steps)
            if ((step.Spec.Expected ?? step.Action.Expected) is { } expected)
                sum = (sum ?? TimeSpan.Zero) + expected;
        return sum;
    }

    /// <summary>
    /// The child's secrets; files are named from the root, because the parent looks them up.
    /// </summary>
    public static IReadOnlyList<SecretReference> Secrets(Plan plan)
    {
        var secrets = new List<SecretReference>();
        foreach (var secret in plan.Secrets())
            secrets.Add(
                secret.File is { } file
                    ? secret with
                    {
                        File = System.IO.Path.GetFullPath(file, plan.Directory),
                    }
                    : secret
            );
        return secrets;
    }
}
