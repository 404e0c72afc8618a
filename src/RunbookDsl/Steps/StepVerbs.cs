using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>The verbs that every step understands, before and after it knows what it does.</summary>
/// <typeparam name="TSelf">The builder itself, so that verbs chain.</typeparam>
public abstract class StepVerbs<TSelf> : StepBuilder
    where TSelf : StepVerbs<TSelf>
{
    private protected StepVerbs(AuthoringSession session, StepSlot slot)
        : base(session, slot) { }

    /// <summary>
    /// Gives the step another id than the slug of its name. Keep it stable: the journal, resume and
    /// <c>resolve</c> use it.
    /// </summary>
    public TSelf Id(string id, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (Slug.IsValid(id))
        {
            Slot.Rename(id);
            return (TSelf)this;
        }
        Session.Report(
            "RB0115",
            $"'{id}' is no step id: use letters, digits, '-' and '_'.",
            Here(file, line)
        );
        return (TSelf)this;
    }

    /// <summary>
    /// Says what the step was called in an earlier version of the script, so that a run begun with that one
    /// can be migrated: its journal knows the step by the old id. Changes nothing else; may be taken out once
    /// no open run needs it.
    /// </summary>
    /// <param name="ids">Old ids, the latest first; in a loop or an included runbook without its key or
    /// prefix.</param>
    public TSelf FormerlyKnownAs(params string[] ids)
    {
        foreach (var id in ids)
            Slot.WasCalled(id);
        return (TSelf)this;
    }

    /// <summary>
    /// Waits for these steps instead of the one before it; by id or by the step's variable. With no argument
    /// the step may begin at once.
    /// </summary>
    public TSelf Needs(params StepNeed[] steps) => With(s => s with { Needs = steps });

    /// <summary>
    /// Begins at this time of the window; the wait is durable. A step that could only begin later than
    /// <paramref name="grace"/> (default 15 minutes) after it asks a person first.
    /// </summary>
    public TSelf At(WindowTime time, TimeSpan? grace = null) =>
        With(s => s with { DueAt = time, Grace = grace ?? s.Grace });

    /// <summary>
    /// Runs only if the condition holds when the step is reached; the decision is journaled.
    /// </summary>
    public TSelf When(Condition condition) => With(s => s with { Conditions = [.. s.Conditions, condition] });

    /// <summary>Runs only if this value, known while planning, is true.</summary>
    public TSelf When(bool value, [CallerArgumentExpression(nameof(value))] string text = "") =>
        When(
            new Condition($"{CodeText.OneLine(text)} ({(value ? "true" : "false")})", [], _ => value)
            {
                Code = $"{CodeText.Canonical(text)} {value}",
            }
        );

    /// <summary>
    /// Must hold right before the step, looked at each time; else the run is held with exit code 4.
    /// </summary>
    public TSelf Guard(Check check) => With(s => s with { Guards = [.. s.Guards, Assertion.Of(check)] });

    /// <summary>Must return true right before the step; else the run is held with exit code 4.</summary>
    /// <param name="test">Read-only.</param>
    /// <param name="text">What is asserted, in words; by default the source text.</param>
    public TSelf Guard(
        Func<StepContext, Task<bool>> test,
        [CallerArgumentExpression(nameof(test))] string text = ""
    ) => With(s => s with { Guards = [.. s.Guards, Assertions.FromTest(text, test)] });

    /// <summary>Asks yes or no before the step changes anything; no answer holds the run.</summary>
    public TSelf Confirm(string question) =>
        With(s => s with { Confirmation = new Question(QuestionKind.Confirm, question) });

    /// <summary>
    /// Makes the operator type <paramref name="expected"/> (a host, a database) before the step changes
    /// anything.
    /// </summary>
    public TSelf ConfirmTyped(string expected, string? question = null) =>
        With(s =>
            s with
            {
                Confirmation = new Question(QuestionKind.Typed, question ?? $"Type {expected} to go on")
                {
                    Expected = expected,
                },
            }
        );

    /// <summary>
    /// Tries up to <paramref name="attempts"/> times in all, waiting <paramref name="delay"/> (default 1 s),
    /// doubled each time. Each attempt is journaled. An attempt whose outcome is unknown is probed first,
    /// never simply repeated.
    /// </summary>
    public TSelf Retry(
        int attempts,
        TimeSpan? delay = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        if (attempts >= 2)
            return With(s => s with { Retry = new RetrySpec(attempts, delay ?? TimeSpan.FromSeconds(1)) });
        Session.Report(
            "RB0121",
            $".Retry({attempts}) would never try again: give at least 2.",
            Here(file, line)
        );
        return (TSelf)this;
    }

    /// <summary>
    /// Limits one attempt. When it passes the attempt is cancelled and its outcome is unknown: it is probed,
    /// and held if the probe cannot tell.
    /// </summary>
    public TSelf Timeout(TimeSpan limit, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (limit > TimeSpan.Zero)
            return With(s => s with { Timeout = limit });
        Session.Report("RB0121", $".Timeout({limit}) must be longer than zero.", Here(file, line));
        return (TSelf)this;
    }

    /// <summary>
    /// Says how long the step normally takes; shown beside the elapsed time and summed in the plan.
    /// </summary>
    public TSelf Expect(TimeSpan duration) => With(s => s with { Expected = duration });

    /// <summary>
    /// Marks that there is no way back from here but a restore: <c>undo</c> refuses to go beyond it.
    /// </summary>
    /// <param name="lost">What going back would lose, in words.</param>
    public TSelf PointOfNoReturn(string lost = "everything written since the backup") =>
        With(s => s with { PointOfNoReturn = lost });

    /// <summary>
    /// What only one run at a time may work on, of whatever runbook: <c>db:orders</c>. Taken right before the
    /// step's guards, all or none, and let go when the step is verified, taken back or left out; a held run
    /// keeps what its open step has taken. <c>runbook locks</c> lists them.
    /// </summary>
    /// <param name="resources">Names that all runbooks agree on: letters, digits and <c>: . _ /
    /// -</c>.</param>
    public TSelf Locks(params string[] resources)
    {
        foreach (var resource in resources)
            if (!ResourceName.IsValid(resource))
                Session.Report("RB0124", ResourceName.Wrong(resource), Slot.Spec.Where);
        return With(s => s with { Locks = [.. s.Locks, .. resources] });
    }

    private protected TSelf With(Func<StepSpec, StepSpec> change)
    {
        Change(change);
        return (TSelf)this;
    }
}
