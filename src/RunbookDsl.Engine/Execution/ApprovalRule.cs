namespace RunbookDsl.Engine;

/// <summary>
/// The one place that decides whether what a person said holds for the plan in force. Whoever changes a run's
/// plan only has to change its hash: what was said of the plan before is void then, and asked for again.
/// </summary>
internal static class ApprovalRule
{
    /// <summary>Whether a message that has not been taken yet may be taken.</summary>
    public static bool IsValid(string? planHash, RunState run) => planHash == run.PlanHash;

    /// <summary>Whether a journaled answer still counts.</summary>
    /// <param name="planHash">Null in a journal of an earlier version, which knew no change of a
    /// plan.</param>
    /// <param name="run">The run.</param>
    public static bool Stands(string? planHash, RunState run) => planHash is null || IsValid(planHash, run);

    /// <summary>Whether it goes on without the approvals: allowed, and with a reason.</summary>
    public static bool BreaksGlass(Answer answer, Question question) =>
        question.MayBreakGlass
        && answer is { Yes: true, IsBreakGlass: true }
        && !string.IsNullOrWhiteSpace(answer.Evidence);

    /// <summary>Whether it comes from another person than the one who runs it.</summary>
    public static bool IsSecond(Answer answer, string operatorName) =>
        !string.Equals(answer.By.Trim(), operatorName.Trim(), StringComparison.OrdinalIgnoreCase);
}
