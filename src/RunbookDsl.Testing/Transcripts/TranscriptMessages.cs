using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>
/// Everything people would have seen, by process and time; at one moment in the order of the plan, never in
/// the order of arrival.
/// </summary>
internal sealed class TranscriptMessages(TranscriptText text, RehearsalResult result)
{
    private const int Indent = 2;

    public void Write()
    {
        text.Section("messages");
        foreach (var life in result.Lives)
        {
            text.Line(0, FormattableString.Invariant($"process {life.Number} {life.Verb}"));
            Messages(life);
            Questions(life);
        }
    }

    private void Messages(RehearsalLife life)
    {
        var isBack = life.Verb == "undo";
        var seen = result
            .Seen.Where(s => s.Life == life.Number && IsForPeople(s.Event.Kind))
            .Select(s => s.Event)
            .OrderBy(e => e.At)
            .ThenBy(e => Rank(e, isBack));
        foreach (var e in seen)
            text.Line(Indent + (e.Depth * Indent), $"{text.Time(e.At)}  {Who(e)}{Of(e)}");
    }

    private void Questions(RehearsalLife life)
    {
        foreach (
            var asked in result
                .Asked.Where(a => a.Life == life.Number)
                .OrderBy(a => result.Plan.Find(a.StepId)?.Index ?? int.MaxValue)
        )
        {
            var question = asked.Question;
            var typed = question.Expected is { } expected ? $" (type {expected})" : "";
            text.Line(
                Indent,
                $"{asked.StepId} asks ({Words.Of(question.Kind)}): {question.Text}{typed} {Answer(asked.Answer)}"
            );
            foreach (var shown in question.Shown)
                text.Line(Indent * 2, $"shown: {shown}");
        }
    }

    // Where a run is kept is no message of the runbook, and differs from machine to machine.
    private static bool IsForPeople(RunEventKind kind) =>
        kind is not (RunEventKind.RunStarted or RunEventKind.RunResumed or RunEventKind.StepProgress);

    private int Rank(RunEvent e, bool isBack)
    {
        var steps = result.Plan.Steps.Count;
        var index = e.Step is null ? steps : result.Plan.Find(e.Step.Id)?.Index ?? steps;
        return isBack && index < steps ? steps - index : index;
    }

    private static string Who(RunEvent e) => e.Step is { } step ? $"{step.Id} " : "";

    private static string Of(RunEvent e)
    {
        var kind = Words.Of(e.Kind).Replace("step ", "", StringComparison.Ordinal);
        return e.Text.Length == 0 ? kind : $"{kind}: {e.Text}";
    }

    private static string Answer(Answer? answer) =>
        answer is null ? "-> nobody answers"
        : answer.Evidence is { } evidence ? $"-> {(answer.Yes ? "yes" : "no")} by {answer.By}: {evidence}"
        : $"-> {(answer.Yes ? "yes" : "no")} by {answer.By}";
}
