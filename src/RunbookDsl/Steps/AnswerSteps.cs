using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>Verbs of steps that a person does.</summary>
public static class AnswerSteps
{
    /// <summary>Refuses the person's "done" without evidence: a text, a link, a screenshot's name.</summary>
    public static StepBuilder<Answer> Evidence(this StepBuilder<Answer> step)
    {
        if (step.Slot.Spec.Action is HumanOperation human)
            step.Slot.Spec = step.Slot.Spec with
            {
                Action = human with { Question = human.Question with { WantsEvidence = true } },
            };
        return step;
    }

    /// <summary>
    /// Lets the operator go on without the approval when it cannot wait: severe and immediate. The reason is
    /// journaled and stands in the report; a later step can depend on it,
    /// <c>.When(approval.Is(a =&gt; a.IsBreakGlass))</c>. <c>runbook approve RUN STEP --break-glass
    /// --evidence "why"</c>.
    /// </summary>
    public static StepBuilder<Answer> BreakGlass(
        this StepBuilder<Answer> step,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var session = AuthoringSession.Current;
        if (step.Slot.Spec.Action is not HumanOperation { Question.Approvers: > 0 } human)
            session.Report(
                "RB0146",
                $".BreakGlass() is for a step that other persons approve: {step} asks for none.",
                new(file, line, "BreakGlass")
            );
        else
            step.Slot.Spec = step.Slot.Spec with
            {
                Action = human with { Question = human.Question with { MayBreakGlass = true } },
            };
        return step;
    }

    /// <summary>
    /// Shows the person what an earlier step found, before the answer; journaled with it.
    /// </summary>
    /// <param name="step">The step that asks.</param>
    /// <param name="label">What it is, such as <c>backup</c>.</param>
    /// <param name="fact">The earlier step's result.</param>
    /// <param name="text">How it is told; null is its own text.</param>
    /// <param name="code">The source text; the compiler fills it in.</param>
    public static StepBuilder<Answer> Shows<T>(
        this StepBuilder<Answer> step,
        string label,
        StepBuilder<T> fact,
        Func<T, string>? text = null,
        [CallerArgumentExpression(nameof(text))] string code = ""
    )
    {
        ArgumentNullException.ThrowIfNull(fact);
        var output = fact.Output;
        if (step.Slot.Spec.Action is HumanOperation human)
            step.Slot.Spec = step.Slot.Spec with
            {
                Action = human with
                {
                    Shown =
                    [
                        .. human.Shown,
                        new(
                            output,
                            $"{label} {CodeText.Canonical(code)}",
                            c => $"{label}: {(text is null ? $"{c.Read(output)}" : text(c.Read(output)))}"
                        ),
                    ],
                },
            };
        return step;
    }

    /// <summary>Shows the person what a check found, before the answer; journaled with it.</summary>
    public static StepBuilder<Answer> Shows(
        this StepBuilder<Answer> step,
        string label,
        StepBuilder<Verdict> check
    )
    {
        ArgumentNullException.ThrowIfNull(check);
        return step.Shows<Verdict>(label, check, v => v.Evidence, "evidence");
    }
}
