using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>Waits for the moment at which a process is to end, by what it writes into its journal.</summary>
internal sealed class CrashWatch(ScenarioCrash? crash)
{
    private bool _isArmed;

    /// <summary>Whether the moment has come.</summary>
    public bool IsHit { get; private set; }

    private string Intent => crash!.IsUndo ? RecordTypes.UndoIntent : RecordTypes.StepIntent;

    private string Outcome => crash!.IsUndo ? RecordTypes.UndoOutcome : RecordTypes.StepOutcome;

    /// <summary>True when the process ends before it writes this.</summary>
    public bool EndsBefore(JournalRecord record)
    {
        if (crash is null || IsHit || record.Step != crash.Step)
            return false;
        var type = crash.Moment is CrashMoment.BeforeIntent or CrashMoment.AfterIntent ? Intent : Outcome;
        if (record.Type != type)
            return false;
        if (crash.Moment is CrashMoment.BeforeIntent or CrashMoment.AfterEffect)
            return IsHit = true;
        _isArmed = true;
        return false;
    }

    /// <summary>True when the process ends now that everything written is durable.</summary>
    public bool EndsAfterCommit()
    {
        if (!_isArmed || IsHit)
            return false;
        return IsHit = true;
    }

    public override string ToString() =>
        crash is null
            ? "never"
            : crash.Moment switch
            {
                CrashMoment.BeforeIntent => $"before the intent of '{crash.Step}'",
                CrashMoment.AfterIntent => $"after the intent of '{crash.Step}'",
                CrashMoment.AfterEffect => $"after the effect of '{crash.Step}'",
                _ => $"after the outcome of '{crash.Step}'",
            };
}
