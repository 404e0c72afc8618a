using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Asserts a step's effect on the world, the operation's own assertion first. Read-only, repeated on resume.
/// </summary>
internal sealed class Verification(RunScope scope, PlannedStep step)
{
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task RunAsync()
    {
        var context = new RunStepContext(scope, step, scope.Control.Cancel);
        var result = scope.ResultOf(step);
        var checks = new List<string>();
        foreach (var assertion in Assertions())
        {
            var verdict = await AssertionLoop
                .RunAsync(
                    scope,
                    step,
                    c => assertion.Test(context, result, c),
                    assertion.Within,
                    assertion.Every
                )
                .ConfigureAwait(false);
            var text = scope.Redactor.Mask($"{assertion.Text}: {verdict.Evidence}");
            if (!verdict.Passed)
                throw Refused(text);
            checks.Add(text);
            scope.Emit(RunEventKind.StepVerified, step, text);
        }
        Append(checks, null);
    }

    private IEnumerable<Assertion> Assertions()
    {
        if (step.Action.Verification is { } text && !IsAsserted())
            yield return new Assertion(text, step.Action.CheckResultAsync)
            {
                Within = step.Action.VerifyWithin,
            };
        foreach (var assertion in step.Spec.Verifications)
            yield return assertion;
    }

    // A check that ran as the step has asserted itself, and nothing is to be seen where nothing had to be put
    // back.
    private bool IsAsserted() =>
        scope.ResultOf(step) is Verdict
        || (step.Action is IPutsBack && scope.State.Step(step.Id).WasSatisfied);

    private RunHeldException Refused(string text)
    {
        Append([], text);
        return new RunHeldException(
            RunStatus.Held,
            $"'{step.Id}' ran, but its verification does not hold: {Sentence.Of(text)} It will not be run "
                + $"again. Mend the world, then "
                + $"`runbook resume {scope.Journal.RunId}` verifies again; `runbook undo "
                + $"{scope.Journal.RunId}` goes back."
        );
    }

    private void Append(List<string> checks, string? failed) =>
        scope.Append(
            Body.Record(
                RecordTypes.StepVerified,
                step.Id,
                scope.State.Step(step.Id).Attempts,
                w =>
                {
                    w.Strings("checks", checks);
                    w.Optional("failed", failed);
                }
            )
        );
}
