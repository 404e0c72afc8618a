namespace RunbookDsl;

/// <summary>
/// Sees to it that what is switched off temporarily is switched on again: appends a put-back step for every temporary
/// step that the author puts back nowhere, in reverse order, after everything else.
/// </summary>
internal static class PutBacks
{
    public static void Append(List<DraftStep> drafts)
    {
        var open = drafts.Where(d => d.Spec.IsTemporary).ToList();
        if (open.Count == 0)
            return;
        var explicitly = drafts
            .Select(d => (d.Spec.Action as IPutsBack)?.TargetId)
            .Where(id => id is not null)
            .ToHashSet();
        open.RemoveAll(d => explicitly.Contains(d.Spec.Id));
        open.Reverse();
        foreach (var draft in open)
            drafts.Add(PutBack(draft, Leaves(drafts), drafts.Count));
    }

    private static DraftStep PutBack(DraftStep draft, List<DraftStep> after, int position)
    {
        var spec = new StepSpec
        {
            Id = $"put-back/{draft.Spec.Id}",
            Name = $"Put back: {draft.Spec.Name}",
            Where = draft.Spec.Where,
            Action = new PutBackOperation(draft.Slot),
            Undo = new UndoSpec("it is put back already", null),
        };
        return new DraftStep(new StepSlot(spec), draft.Scope, after) { Position = position };
    }

    private static List<DraftStep> Leaves(List<DraftStep> drafts)
    {
        var needed = drafts.SelectMany(d => d.Needs).ToHashSet();
        return drafts.Where(d => !needed.Contains(d)).ToList();
    }
}
