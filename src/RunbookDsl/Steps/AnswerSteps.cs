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
}
