using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Everything before a step's intent: conditions, its time, guards, the first probe, the confirmation.
/// </summary>
internal sealed class Preparation(RunScope scope, PlannedStep step, RunStepContext context)
{
    private StepState State => scope.State.Step(step.Id);

    /// <summary>
    /// False when a condition leaves the step out; decided once, then read from the journal.
    /// </summary>
    public bool IsWanted()
    {
        for (var i = 0; i < step.Spec.Conditions.Count; i++)
        {
            var condition = step.Spec.Conditions[i];
            if (!State.Decisions.TryGetValue(i, out var holds))
            {
                holds = condition.Evaluate(context);
                Decide(i, condition.Text, holds);
            }
            if (holds)
                continue;
            scope.Emit(RunEventKind.StepSkipped, step, $"condition does not hold: {condition.Text}");
            return false;
        }
        return true;
    }

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task GuardAsync()
    {
        foreach (var guard in step.Spec.Guards)
        {
            var verdict = await AssertionLoop
                .RunAsync(scope, step, c => guard.Test(context, null, c), guard.Within, guard.Every)
                .ConfigureAwait(false);
            if (!verdict.Passed)
                throw new RunHeldException(
                    RunStatus.GuardRefused,
                    $"The guard \"{guard.Text}\" of '{step.Id}' refused: {Sentence.Of(verdict.Evidence)} "
                        + $"Nothing of this step was begun. "
                        + $"Mend it, then `runbook resume {scope.Journal.RunId}`."
                );
            context.Note($"guard {guard.Text}: {verdict.Evidence}");
        }
    }

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task ConfirmAsync()
    {
        if (step.Spec.Confirmation is { } question)
            await AskAsync(question with { Shown = [step.Action.Description] }).ConfigureAwait(false);
    }

    /// <summary>Waits for the step's time; durable, and never longer than it was to begin with.</summary>
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task AwaitTimeAsync()
    {
        if (
            step.Spec.DueAt is not { } at
            || scope.Plan.Header.WindowStart is not { } start
            || State.TimerFired
        )
            return;
        var due = start + at.Offset;
        if (scope.Now < due)
            await WaitAsync(at, due).ConfigureAwait(false);
        // Also behind a wait: a clock that has jumped over the time is no reason to begin by itself.
        if (scope.Now > due + step.Spec.Grace)
            await AskAsync(Late(at, due)).ConfigureAwait(false);
        if (State.TimerDue is not null)
            scope.Append(Body.Record(RecordTypes.TimerFired, step.Id, 0));
    }

    private Question Late(WindowTime at, DateTimeOffset due) =>
        new(
            QuestionKind.Confirm,
            $"'{step.Id}' was due at {WindowText.Format(due)} ({at}), {Durations.Text(scope.Now - due)} "
                + $"ago. Run it now?"
        );

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task AskAsync(Question question)
    {
        var answer = await context.AskAsync(question, scope.Control.Stop).ConfigureAwait(false);
        if (!answer.Yes)
            throw new RunHeldException(
                RunStatus.Aborted,
                $"{answer.By} answered no before '{step.Id}': {question.Text} Nothing of this step was begun."
            );
    }

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task WaitAsync(WindowTime at, DateTimeOffset due)
    {
        // The longest wait is the first one's: a clock set forward and back again must not shorten it either.
        if (State.TimerDue != due)
            Set(due, due - scope.Now);
        scope.Emit(RunEventKind.Waiting, step, $"until {WindowText.Format(due)} ({at})");
        await scope
            .Services.Pause.UntilAsync(due, State.TimerAtMost, scope.Control.Stop)
            .ConfigureAwait(false);
    }

    private void Set(DateTimeOffset due, TimeSpan atMost)
    {
        scope.Append(
            Body.Record(
                RecordTypes.TimerSet,
                step.Id,
                0,
                w =>
                {
                    w.WriteString("due", due);
                    w.WriteNumber("atMostMs", (long)Math.Ceiling(atMost.TotalMilliseconds));
                }
            )
        );
        scope.Commit();
    }

    /// <summary>
    /// Results that cannot be read any more hold the step before anything of it was begun.
    /// </summary>
    public void CheckInputs()
    {
        foreach (var read in step.Action.Reads)
            if (
                scope.Plan.Find(read.StepId) is { } giver
                && scope.State.Step(giver.Id).Phase is StepPhase.Ok or StepPhase.Verified
            )
                scope.ResultOf(giver);
        scope.CheckResults();
    }

    private void Decide(int number, string text, bool holds) =>
        scope.Append(
            Body.Record(
                RecordTypes.Decision,
                step.Id,
                0,
                w =>
                {
                    w.WriteNumber("n", number);
                    w.WriteString("text", text);
                    w.WriteBoolean("value", holds);
                }
            )
        );
}
