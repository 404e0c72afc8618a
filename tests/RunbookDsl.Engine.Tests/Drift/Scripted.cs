namespace RunbookDsl.Engine.Tests.Drift;

/// <summary>Plans of lambdas as a compiled script would make them: every step knows the hash of its
/// code.</summary>
internal static class Scripted
{
    public static Plan Plan(Action script, Action<Dictionary<string, string>>? parameters = null)
    {
        var values = new Dictionary<string, string>();
        parameters?.Invoke(values);
        var inputs = new AuthoringInputs(Support.World.Script) { Parameters = values };
        var first = Build(script, inputs, null);
        var calls = first
            .Steps.Where(s => !s.Id.StartsWith("put-back/", StringComparison.Ordinal))
            .Select(Code);
        return Build(script, inputs, new CodeTable([.. calls.OrderBy(c => c.Line)]));
    }

    private static Plan Build(Action script, AuthoringInputs inputs, CodeTable? code)
    {
        var session = new AuthoringSession(inputs) { Code = code };
        using (session.Enter())
            script();
        return session.Build();
    }

    private static StepCode Code(PlannedStep step) =>
        new()
        {
            File = step.Spec.Where.File,
            Line = step.Spec.Where.Line,
            Name = step.Spec.Name,
            Hash = step.Action.Description,
            ResultType = step.Action.ResultType == typeof(Unit) ? null : step.Action.ResultType.Name + "#1",
        };
}
