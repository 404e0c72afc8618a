using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Writes a spilled outcome into the journal it belongs to, after checking that it does.</summary>
internal sealed class SpillResolver(EngineServices services, SpilledOutcome spill)
{
    private const int LargestInline = 16 * 1024;
    private readonly BodyView _body = new(spill.Body);

    private bool IsUndo => spill.Type == RecordTypes.UndoOutcome;

    /// <summary>
    /// Whether the journal goes on from the very record that the outcome would have followed.
    /// </summary>
    public void CheckChain(RunHistory history)
    {
        if (spill.RunId != history.RunId)
            throw Refused($"it is of run {spill.RunId}, not of run {history.RunId}");
        if (spill.Head.Seq > history.Records.Count)
            throw Refused(
                $"it follows record {spill.Head.Seq}, and the journal ends at record "
                    + $"{history.Records.Count}: "
                    + "the run was put back from an older copy"
            );
        if (
            spill.Head.Seq > 0
            && history.Records[(int)spill.Head.Seq - 1].Hash is var hash
            && hash != spill.Head.Hash
        )
            throw Refused(
                $"it follows record {spill.Head.Seq} with hash {spill.Head.Hash}, and in the journal that "
                    + $"record has hash {hash}: it is of another copy of the run"
            );
    }

    /// <summary>Checks it against the step as it stands under the run's lock, and writes it.</summary>
    public void Apply(RunScope scope, PlannedStep step)
    {
        CheckState(scope.State.Step(step.Id));
        var result = _body.Value("result");
        var blob = result.Length > LargestInline ? scope.Journal.WriteBlob(result.Span) : null;
        scope.Append(
            Body.Record(
                IsUndo ? RecordTypes.UndoResolved : RecordTypes.StepResolved,
                step.Id,
                spill.Attempt,
                w =>
                {
                    w.WriteString("as", As());
                    w.WriteString("by", services.Operator);
                    w.WriteString("reason", $"its outcome was kept in {spill.File}");
                    w.WriteString("spilledAt", spill.At);
                    w.Flag("unverified", IsUndo && As() == "undone");
                    w.Optional("error", _body.Text("error"));
                    if (blob is not null)
                        w.WriteString("resultBlob", blob);
                    else if (!result.IsEmpty)
                        w.WriteRaw("result", result.Span);
                    w.Optional("resultBlob", blob is null ? _body.Text("resultBlob") : null);
                    w.Flag("lost", _body.Is("lost"));
                    w.Flag("temporary", !IsUndo && As() == "done" && step.Action.IsTemporary);
                    w.Optional("putsBack", _body.Text("putsBack"));
                    w.Strings("notes", _body.Strings("notes"));
                }
            )
        );
        scope.Commit();
    }

    private void CheckState(StepState state)
    {
        var wanted = IsUndo ? StepPhase.UndoInDoubt : StepPhase.InDoubt;
        if (state.Phase != wanted)
            throw Refused(
                state.Phase is StepPhase.Ok or StepPhase.Verified or StepPhase.Undone
                    ? $"'{state.Id}' is {state.Phase} in the journal: nothing of it is in doubt any more"
                    : $"'{state.Id}' is {state.Phase} in the journal, not {wanted}"
            );
        if (!IsUndo && state.Attempts != spill.Attempt)
            throw Refused($"it is of attempt {spill.Attempt}, and attempt {state.Attempts} is in doubt");
        if (_body.Text("as") == Outcomes.Unknown)
            throw Refused(
                $"it says that nobody knows how it ended: {Sentence.Of(_body.Text("error") ?? "")} Look for "
                    + "yourself, then settle it with --done, --rerun, --undone or --skip"
            );
    }

    private string As() =>
        (IsUndo, _body.Text("as") == Outcomes.Failed) switch
        {
            (false, false) => "done",
            (false, true) => "failed",
            (true, false) => "undone",
            (true, true) => "undo-failed",
        };

    private EngineException Refused(string why) =>
        new($"the spill {spill.File} does not fit run {spill.RunId}: {why}. Nothing was changed.");
}
