using System.Text.Json;
using RunbookDsl.Engine;
using RunState = RunbookDsl.Engine.RunState;

namespace RunbookDsl.Testing;

/// <summary>Compares a crashed run with the uninterrupted one.</summary>
internal static class Expected
{
    /// <summary>Number of effects a step had.</summary>
    internal static int Of(CrashRun run, string stepId) => run.Effects.Log.Count(e => e.StepId == stepId);

    /// <summary>The result the uninterrupted run journaled for a step; null for none.</summary>
    internal static string? Result(CrashRun clean, string stepId) =>
        clean.Last!.State.Step(stepId).Result is { ValueKind: not JsonValueKind.Undefined } result
            ? result.GetRawText()
            : null;

    /// <summary>World, results and number of effects agree.</summary>
    internal static void Same(CrashRun clean, CrashRun run, RunState state)
    {
        if (run.Effects.Picture() != clean.Effects.Picture())
            throw Different("the world is", run.Effects.Picture(), clean.Effects.Picture());
        var before = clean.Read()!;
        var expected = StateFold.Of(before);
        if (state.Status != expected.Status)
            throw Different("the run ended as", $"{state.Status}", $"{expected.Status}");
        foreach (var step in run.Plan.Steps)
        {
            if (state.Step(step.Id).Phase != expected.Step(step.Id).Phase)
                throw Different(
                    $"'{step.Id}' is",
                    $"{state.Step(step.Id).Phase}",
                    $"{expected.Step(step.Id).Phase}"
                );
            if (Json(state, step) != Json(expected, step))
                throw Different(
                    $"the result of '{step.Id}' is",
                    $"{state.Step(step.Id).Result}",
                    $"{expected.Step(step.Id).Result}"
                );
            if (step.Action.Effect != EffectClass.Convergent && Of(run, step.Id) != Of(clean, step.Id))
                throw Different(
                    $"the effects of '{step.Id}' are",
                    $"{Of(run, step.Id)}",
                    $"{Of(clean, step.Id)}"
                );
        }
    }

    private static string Json(RunState state, PlannedStep step) =>
        state.Step(step.Id).Result is { ValueKind: not JsonValueKind.Undefined } result
            ? result.GetRawText()
            : "";

    private static BrokenPromiseException Different(string what, string now, string clean) =>
        new(Promises.Same, $"{what} {now}, without a crash {clean}");
}
