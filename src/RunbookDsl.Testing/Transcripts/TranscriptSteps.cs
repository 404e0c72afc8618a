using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// What each process did, step by step in the order of the plan: lanes side by side stand one below the
/// other, whichever was faster. On the way back the last step comes first.
/// </summary>
internal sealed class TranscriptSteps(TranscriptText text, RehearsalResult result)
{
    private const int Indent = 2;
    private const int MostChanges = 12;
    private const string WayBack = "undo";
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    public void Write()
    {
        text.Section("steps");
        foreach (var life in result.Lives)
            Life(life);
        var left = result.Plan.Steps.Where(s => !_shown.Contains(s.Id)).Select(s => s.Id).ToList();
        if (left.Count == 0)
            return;
        text.Gap();
        text.Line(0, $"not reached: {string.Join(", ", left)}");
    }

    private void Life(RehearsalLife life)
    {
        text.Gap();
        text.Line(0, FormattableString.Invariant($"process {life.Number} {life.Verb}"));
        var events = result.Events.Where(e => e.Life == life.Number).ToList();
        var steps = life.Verb == WayBack ? result.Plan.Steps.Reverse() : result.Plan.Steps;
        foreach (var step in steps)
            Step(life, step, [.. events.Where(e => e.Call.Step == step.Id)]);
        Others([.. events.Where(e => e.Call.Step is null || result.Plan.Find(e.Call.Step) is null)]);
        Locks(life);
        text.Line(Indent, $"ends {RunStory.End(life)}");
    }

    private void Step(RehearsalLife life, PlannedStep step, IReadOnlyList<WorldEvent> events)
    {
        var records = life.Written.Where(w => w.Record.Step == step.Id).ToList();
        if (records.Count == 0 && events.Count == 0)
            return;
        text.Line(
            Indent,
            FormattableString.Invariant($"-- {step.Index + 1} {step.Id}: {step.Action.Description}")
        );
        if (_shown.Add(step.Id))
            foreach (var fact in step.Action.Facts)
                text.Line(Indent * 2, $"{fact.Name} = {fact.Value}");
        var at = 0;
        foreach (var written in records)
        {
            var first = at;
            while (at < events.Count && events[at].Sequence <= written.Calls)
                at++;
            Calls([.. events.Skip(first).Take(at - first)]);
            RecordLines.Write(text, Indent * 2, written.Record);
        }
        Calls([.. events.Skip(at)]);
    }

    // Steps of a child run, and calls of which nobody knows which of two steps side by side made them.
    private void Others(IReadOnlyList<WorldEvent> events)
    {
        foreach (
            var group in events.GroupBy(e => e.Call.Step ?? "").OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            text.Line(Indent, group.Key.Length == 0 ? "-- of no one step" : $"-- within: {group.Key}");
            Calls([.. group]);
        }
    }

    private void Locks(RehearsalLife life)
    {
        var taken = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var record in life.Written.Select(w => w.Record).Where(r => r.Type == RecordTypes.LockTaken))
            taken.UnionWith(new RecordBody(record).Names("fences"));
        if (taken.Count > 0)
            text.Line(Indent, $"locks {string.Join(", ", taken)}");
    }

    // Several connections of one program work side by side: what is next to each other and of one kind is
    // told in the order of its words, and many changes by their number.
    private void Changes(IReadOnlyList<WorldEvent> changes)
    {
        if (changes.Count > MostChanges && changes.All(c => c.Fault is null))
        {
            foreach (
                var kind in changes
                    .GroupBy(c => $"{c.Call.System}: {c.Call.Operation}")
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
            )
                text.Line(
                    Indent * 2,
                    FormattableString.Invariant(
                        $"{text.Time(changes[^1].At)}  {kind.Key}, {kind.Count()} times"
                    )
                );
            return;
        }
        for (var i = 0; i < changes.Count; )
        {
            var (first, from) = (changes[i], i);
            while (i < changes.Count && IsOfOneKind(first.Call, changes[i].Call))
                i++;
            foreach (
                var line in changes
                    .Skip(from)
                    .Take(i - from)
                    .Select(c => $"{text.Time(c.At)}  {CallText.Of(c)}")
                    .Order(StringComparer.Ordinal)
            )
                text.Line(Indent * 2, line);
        }
    }

    private static bool IsOfOneKind(WorldCall a, WorldCall b) =>
        (a.System, a.Operation) == (b.System, b.Operation);

    // What only looks may be repeated as often as the machine likes: it is told once, and before the changes.
    private void Calls(IReadOnlyList<WorldEvent> events)
    {
        foreach (
            var looks in events
                .Where(CallText.IsLook)
                .GroupBy(e => e.Call.System)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
            text.Line(Indent * 2, $"{"looks at", -9}  {looks.Key}: {CallText.Looks(looks)}");
        Changes([.. events.Where(e => !CallText.IsLook(e))]);
    }
}
