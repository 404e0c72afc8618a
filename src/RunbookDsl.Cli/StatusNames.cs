using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>Stable words for states, in text and JSON.</summary>
internal static class StatusNames
{
    public static string Of(RunStatus status) =>
        status switch
        {
            RunStatus.Done => "done",
            RunStatus.Paused => "paused",
            RunStatus.Held => "held",
            RunStatus.RolledBack => "rolled-back",
            RunStatus.GuardRefused => "guard-refused",
            RunStatus.Aborted => "aborted",
            _ => "in-doubt",
        };

    /// <summary>How a run stands for somebody who looks from outside.</summary>
    public static string Of(RunHistory history, RunState state) =>
        history.Owner is not null ? "running"
        : state.Status is { } status ? Of(status)
        : "interrupted";

    /// <summary>A step whose child run is held is no doubt: it stands as the child does.</summary>
    public static string Of(StepState step) =>
        step is { Phase: StepPhase.InDoubt, Child.Status: { } status and not RunStatus.Done }
            ? Of(status)
            : Of(step.Phase);

    public static string Of(StepPhase phase) =>
        phase switch
        {
            StepPhase.Planned => "planned",
            StepPhase.InDoubt => "in-doubt",
            StepPhase.Ok => "unverified",
            StepPhase.Verified => "done",
            StepPhase.Failed => "failed",
            StepPhase.Skipped => "skipped",
            StepPhase.UndoInDoubt => "undo-in-doubt",
            StepPhase.UndoFailed => "undo-failed",
            _ => "undone",
        };
}
