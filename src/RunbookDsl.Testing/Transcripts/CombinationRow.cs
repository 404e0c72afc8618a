using System.Globalization;
using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>One line of a combination file.</summary>
/// <param name="Where">The step: <c>step 4 backup</c>.</param>
/// <param name="What">What went wrong there.</param>
/// <param name="How">How the run went on.</param>
/// <param name="End">How the world was left, or what is wrong.</param>
internal sealed record CombinationRow(string Where, string What, string How, string End)
{
    public static CombinationRow Of(RehearsalResult result, Plan plan)
    {
        var step = StepOf(result.Scenario, plan);
        var name = result.Scenario.Name;
        return new(
            step is null
                ? "whole"
                : string.Create(CultureInfo.InvariantCulture, $"step {step.Index + 1} {step.Id}"),
            step is not null && name.StartsWith($"{step.Id}: ", StringComparison.Ordinal)
                ? name[(step.Id.Length + 2)..]
                : name,
            result.Tokens.Replace(RunStory.Of(result)),
            Ending(result)
        );
    }

    /// <summary>The step that a scenario is about; null when it is about the whole run.</summary>
    public static PlannedStep? StepOf(Scenario scenario, Plan plan)
    {
        var id =
            scenario.Until
            ?? scenario.Crash?.Step
            ?? scenario.RefusedAt
            ?? scenario.Faults.Select(f => f.Step).FirstOrDefault(s => s is not null);
        return id is null ? null : plan.Find(id);
    }

    public string Line((int Where, int What, int How) widths) =>
        $"{Where.PadRight(widths.Where)} | {What.PadRight(widths.What)} | {How.PadRight(widths.How)} | {End}";

    /// <summary>The scenario that a line tells about; null when the line is no row.</summary>
    public static string? ScenarioIn(string line)
    {
        var cells = line.Split(" | ");
        if (cells.Length < 4)
            return null;
        var (where, what) = (cells[0].TrimEnd().Split(' ', 3), cells[1].TrimEnd());
        return where switch
        {
            ["whole"] => what,
            ["step", _, var id] => $"{id}: {what}",
            _ => null,
        };
    }

    private static string Ending(RehearsalResult result)
    {
        if (!result.IsPassed)
            return "FAILS: "
                + string.Join(
                    ", ",
                    result.Findings.Select(f => f.Kind).Distinct().Order(StringComparer.Ordinal)
                );
        return result switch
        {
            { Scenario: { RunsAgain: true, Until: not null }, Status: var status } => status == RunStatus.Done
                ? "came to an end"
                : "stopped with a word",
            { Scenario.RunsAgain: true } => "second run changed nothing",
            { Scenario.ExpectsNoReturn: true } => "going back is refused",
            { Scenario.Ending: ScenarioEnding.Leave } => "left as it was",
            { Status: RunStatus.RolledBack } => "as at the start",
            { Scenario: var scenario } when scenario == Scenario.Clean => "passes",
            _ => "same as clean",
        };
    }
}
