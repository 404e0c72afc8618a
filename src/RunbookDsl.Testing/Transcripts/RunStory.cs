using System.Globalization;
using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>How the processes of a run ended.</summary>
internal static class RunStory
{
    /// <summary>How one process ended, with what the engine said.</summary>
    public static string End(RehearsalLife life) =>
        life.Result is not { } result ? life.End ?? "settled"
        : result.Message.Length == 0 ? Words.Of(result.Status)
        : $"{Words.Of(result.Status)}: {result.Message}";

    /// <summary>The whole way in a few words: <c>held at 4, resume, done</c>.</summary>
    public static string Of(RehearsalResult result) =>
        string.Join(", ", result.Lives.SelectMany(l => Part(l, result.Plan)));

    private static IEnumerable<string> Part(RehearsalLife life, Plan plan)
    {
        if (life.Number > 1)
            yield return life.Verb.StartsWith("resolve", StringComparison.Ordinal)
                ? Settled(life.Verb)
                : life.Verb;
        if (life.Result is { } result)
            yield return $"{Words.Of(result.Status)}{At(result, plan)}";
        else if (life.End is { } end)
            yield return end.StartsWith("killed", StringComparison.Ordinal) ? "killed" : "refused";
    }

    private static string At(RunResult result, Plan plan) =>
        result.StepId is { } id && plan.Find(id) is { } step
            ? string.Create(CultureInfo.InvariantCulture, $" at {step.Index + 1}")
            : "";

    // resolve backup --done
    private static string Settled(string verb) => $"settled as {verb[(verb.LastIndexOf('-') + 1)..]}";
}
