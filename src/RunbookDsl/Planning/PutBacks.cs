namespace RunbookDsl;

/// <summary>
/// Sees to it that what is switched off temporarily is switched on again: appends a put-back step for every
/// temporary step that the author puts back nowhere, in reverse order, after everything else.
/// </summary>
internal static class PutBacks
{
    public static void Append(List<DraftStep> drafts)
    {
        var explicitly = new HashSet<string>();
        foreach (var draft in drafts)
            if (draft.Spec.Action is PutBackOperation puts)
            {
                explicitly.Add(puts.TargetId);
                MarkTemporary(puts.Source);
            }
        var open = drafts.FindAll(d => d.Spec.IsTemporary);
        if (open.Count == 0)
            return;
        open.RemoveAll(d => explicitly.Contains(d.Spec.Id));
        open.Reverse();
        var after = Leaves(drafts);
        foreach (var draft in open)
        {
            var last = PutBack(draft, after, drafts.Count);
            drafts.Add(last);
            after = [last];
        }
    }

    // Whoever says that a change is put back says that it is temporary: until then it is on the restore list.
    private static void MarkTemporary(StepSlot slot)
    {
        if (slot.Spec.Action is { IsTemporary: false } action)
            slot.Spec = slot.Spec with { Action = action with { IsTemporary = true } };
    }

    private static DraftStep PutBack(DraftStep draft, List<DraftStep> after, int position)
    {
        var spec = new StepSpec
        {
            Id = $"put-back/{draft.Spec.Id}",
            Name = $"Put back: {draft.Spec.Name}",
            Where = draft.Spec.Where,
            Code = draft.Spec.Code,
            Action = new PutBackOperation(draft.Slot),
            Undo = new UndoSpec("it is put back already", null),
        };
        return new DraftStep(new StepSlot(spec, Scope.Root, spec.Id), draft.Scope, after)
        {
            Position = position,
        };
    }

    private static List<DraftStep> Leaves(List<DraftStep> drafts)
    {
        var needed = drafts.SelectMany(d => d.Needs).ToHashSet();
        return drafts.Where(d => !needed.Contains(d)).ToList();
    }
}
