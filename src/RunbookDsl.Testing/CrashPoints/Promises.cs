using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>What must hold whatever was crashed: the invariants, checked against what really
/// happened.</summary>
internal static class Promises
{
    /// <summary>What the engine writes about an intent on which nothing followed, the disk being
    /// full.</summary>
    internal const string NotBegun = "not-begun";

    internal const string Durable =
        "I1 (what was acknowledged durable stays, and its effect is never repeated)";
    internal const string Intent = "I2 (no effect without a durable intent before it)";
    internal const string Doubt = "I3 (a step in doubt is looked at or told, never run again or left out)";
    internal const string Chain = "I4 (the chain verifies)";
    internal const string Resume = "I5 (a resume can be crashed and resumed)";
    internal const string Same = "I6 (the end is that of an uninterrupted run)";
    internal const string Epoch = "I7 (each epoch has the records of one process)";

    /// <summary>Everything acknowledged is in the journal, at its place.</summary>
    internal static void AllAcknowledged(Trace trace, RunHistory history)
    {
        for (var i = 0; i < trace.Records.Count; i++)
        {
            var told = trace.Records[i];
            if (i >= history.Records.Count)
                throw new BrokenPromiseException(
                    Durable,
                    $"record {told.Place.Seq}, {told.Text} {told.Step}, was acknowledged and is gone: the "
                        + $"journal ends with record {history.Records.Count}"
                );
            var read = history.Records[i];
            if ((read.Type, read.Step) != (told.Text, told.Step))
                throw new BrokenPromiseException(
                    Durable,
                    $"record {i + 1} was acknowledged as {told.Text} {told.Step} and is "
                        + $"{read.Type} {read.Step}"
                );
            if (read.Epoch != told.Place.Epoch)
                throw new BrokenPromiseException(
                    Epoch,
                    $"record {i + 1} was written by epoch {told.Place.Epoch} and is now of epoch {read.Epoch}"
                );
        }
    }

    /// <summary>Reads the whole trace step by step.</summary>
    internal static void Steps(Trace trace, Plan plan)
    {
        var tracks = new Dictionary<string, StepTrack>();
        var process = 0;
        foreach (var line in trace.Events)
        {
            if (line.Kind == TraceKind.Process)
                process++;
            if (line.Step is not { } id || plan.Find(id) is not { } step)
                continue;
            if (!tracks.TryGetValue(id, out var track))
                tracks[id] = track = new StepTrack();
            if (line.Kind == TraceKind.Effect)
                CheckEffect(line, Allowed(tracks, plan, id), process);
            else if (line.Kind is TraceKind.Durable or TraceKind.Found)
                Follow(line, track, step, line.Kind == TraceKind.Durable ? process : 0);
        }
    }

    /// <summary>Epochs go up by one with each process and never back.</summary>
    internal static void Epochs(RunHistory history)
    {
        for (var i = 1; i < history.Records.Count; i++)
        {
            var (before, record) = (history.Records[i - 1], history.Records[i]);
            var isNew = record.Type == RecordTypes.RunResumed;
            if (record.Epoch != before.Epoch + (isNew ? 1 : 0))
                throw new BrokenPromiseException(
                    Epoch,
                    $"record {record.Seq}, {record.Type}, is of epoch {record.Epoch}, the one "
                        + $"before it of {before.Epoch}"
                );
        }
    }

    // What a step changed may be put back by a step of its own, under that one's intent.
    private static IEnumerable<int> Allowed(Dictionary<string, StepTrack> tracks, Plan plan, string id) =>
        from step in plan.Steps
        where step.Id == id || (step.Action is IPutsBack puts && puts.TargetId == id)
        select tracks.TryGetValue(step.Id, out var track) ? track.AllowedIn : 0;

    private static void CheckEffect(TraceEvent line, IEnumerable<int> allowed, int process)
    {
        if (!allowed.Contains(process))
            throw new BrokenPromiseException(
                Intent,
                $"'{line.Step}' did {line.Text}, and this process has no durable intent for it"
            );
    }

    private static void Follow(TraceEvent line, StepTrack track, PlannedStep step, int process)
    {
        switch (line.Text)
        {
            case RecordTypes.StepIntent:
                CheckIntent(line, track, step);
                track.Before = (track.IsInDoubt, track.Probe);
                (track.IsInDoubt, track.AllowedIn, track.Probe) = (true, process, "");
                track.IsOrdered = false;
                break;
            case RecordTypes.StepProbe or RecordTypes.UndoProbe:
                track.Probe = line.Word;
                break;
            case RecordTypes.StepOutcome:
                CheckOutcome(line, track);
                track.AllowedIn = 0;
                if (line.Word == "unknown")
                    break;
                (track.IsInDoubt, track.IsDone) = (false, line.Word != "failed");
                break;
            case RecordTypes.StepResolved when line.Word == NotBegun:
                (track.IsInDoubt, track.Probe) = track.Before;
                track.AllowedIn = 0;
                break;
            case RecordTypes.UndoResolved when line.Word == NotBegun:
                (track.IsUndoing, track.AllowedIn) = (false, 0);
                break;
            case RecordTypes.StepResolved or RecordTypes.UndoResolved:
                (track.IsInDoubt, track.IsUndoing) = (false, false);
                track.IsDone = line.Word is "done" or "skip";
                track.IsOrdered = line.Word == "rerun";
                break;
            case RecordTypes.Decision when line.Word == bool.FalseString:
                track.IsDone = true;
                break;
            case RecordTypes.UndoIntent:
                if (track.IsUndoing && track.Probe.Length == 0 && track.AllowedIn != process)
                    throw new BrokenPromiseException(
                        Doubt,
                        $"the undo of '{line.Step}' was in doubt and was begun again without a look"
                    );
                (track.IsUndoing, track.AllowedIn, track.Probe) = (true, process, "");
                break;
            case RecordTypes.UndoOutcome:
                track.AllowedIn = 0;
                if (line.Word == "unknown")
                    break;
                track.IsUndoing = false;
                if (line.Word != "failed")
                    (track.IsInDoubt, track.IsDone) = (false, false);
                break;
        }
    }

    private static void CheckIntent(TraceEvent line, StepTrack track, PlannedStep step)
    {
        if (track.IsDone)
            throw new BrokenPromiseException(
                Durable,
                $"'{line.Step}' had its outcome in the journal and was begun again"
            );
        if (!track.IsInDoubt || track.IsOrdered || IsHarmless(step))
            return;
        if (track.Probe.Length == 0)
            throw new BrokenPromiseException(
                Doubt,
                $"'{line.Step}' was in doubt and was begun again without a look"
            );
        if (track.Probe is not (nameof(ProbeState.NotDone) or nameof(ProbeState.Partial)))
            throw new BrokenPromiseException(
                Doubt,
                $"'{line.Step}' was in doubt, its probe said {track.Probe}, and it was begun again"
            );
    }

    private static void CheckOutcome(TraceEvent line, StepTrack track)
    {
        if (line.Word == "reconstructed" && track.IsInDoubt && track.Probe != nameof(ProbeState.Done))
            throw new BrokenPromiseException(
                Doubt,
                $"'{line.Step}' was in doubt and counts as done, but no probe said so"
            );
    }

    private static bool IsHarmless(PlannedStep step) =>
        step.Action.Effect is EffectClass.ReadOnly or EffectClass.Human or EffectClass.Convergent;
}
