namespace RunbookDsl.Journal;

/// <summary>
/// The names a journal line may carry in its field <c>t</c>. Append only: a name is never reused.
/// </summary>
/// <remarks>
/// A reader keeps lines of a name it does not know, so that a later release may add names within format 1.
/// </remarks>
public static class RecordTypes
{
    /// <summary>First line of a run: which runbook, parameters, script archive.</summary>
    public const string RunOpened = "run.opened";

    /// <summary>First line of every later segment: another process took the run over.</summary>
    public const string RunResumed = "run.resumed";

    /// <summary>The run was offered to, accepted by, or taken by another operator.</summary>
    public const string RunHandover = "run.handover";

    /// <summary>The owner stopped at a step boundary and meant to; nothing is in flight.</summary>
    public const string RunPaused = "run.paused";

    /// <summary>An operator asked the run to stop.</summary>
    public const string RunCancel = "run.cancel";

    /// <summary>Last line of a finished run; the ledger anchors it.</summary>
    public const string RunClosed = "run.closed";

    /// <summary>The plan as it will be carried out, with its hash.</summary>
    public const string PlanFixed = "plan.fixed";

    /// <summary>Steps that became known only while running (a loop over a result).</summary>
    public const string PlanExtended = "plan.extended";

    /// <summary>The run went on with an edited script; body says from, to, map, by, reason.</summary>
    public const string PlanMigrated = "plan.migrated";

    /// <summary>The result of a When, ForEach or Choose; never evaluated again on resume.</summary>
    public const string Decision = "decision";

    /// <summary>The step's effect may begin once this line is durable.</summary>
    public const string StepIntent = "step.intent";

    /// <summary>Where the effect runs elsewhere (job id, remote process): resume attaches to it.</summary>
    public const string StepHandle = "step.handle";

    /// <summary>What the effect ended with; durable means it is never executed again.</summary>
    public const string StepOutcome = "step.outcome";

    /// <summary>The step's post-condition was seen to hold.</summary>
    public const string StepVerified = "step.verified";

    /// <summary>What a probe of an interrupted step found.</summary>
    public const string StepProbe = "step.probe";

    /// <summary>A person settled a doubt.</summary>
    public const string StepResolved = "step.resolved";

    /// <summary>The step's undo may begin once this line is durable.</summary>
    public const string UndoIntent = "undo.intent";

    /// <summary>Where the undo runs elsewhere.</summary>
    public const string UndoHandle = "undo.handle";

    /// <summary>What the undo ended with.</summary>
    public const string UndoOutcome = "undo.outcome";

    /// <summary>The world was seen to be as before the step.</summary>
    public const string UndoVerified = "undo.verified";

    /// <summary>What a probe of an interrupted undo found.</summary>
    public const string UndoProbe = "undo.probe";

    /// <summary>A person settled a doubt about an undo.</summary>
    public const string UndoResolved = "undo.resolved";

    /// <summary>A wait began; body holds the due time in UTC and the longest wait.</summary>
    public const string TimerSet = "timer.set";

    /// <summary>The wait is over.</summary>
    public const string TimerFired = "timer.fired";

    /// <summary>The run waits for a signal or an approval.</summary>
    public const string SignalWait = "signal.wait";

    /// <summary>The signal arrived; an approval carries who and the plan's hash.</summary>
    public const string SignalReceived = "signal.recv";

    /// <summary>A child run's id, durable before the child starts.</summary>
    public const string ChildStarted = "child.started";

    /// <summary>How the child run ended.</summary>
    public const string ChildEnded = "child.ended";

    /// <summary>The run has resources for itself; body names them with their fence numbers.</summary>
    public const string LockTaken = "lock.taken";

    /// <summary>The run has let resources go.</summary>
    public const string LockReleased = "lock.released";

    /// <summary>An operator took a resource from the run; body says who and why.</summary>
    public const string LockBroken = "lock.broken";
}
