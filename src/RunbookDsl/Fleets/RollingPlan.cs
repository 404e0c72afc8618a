namespace RunbookDsl;

/// <summary>Writes the steps of a fleet, batch by batch: ordinary steps in ordinary blocks.</summary>
internal sealed class RollingPlan<TItem>(
    AuthoringSession session,
    RollingOptions<TItem> options,
    SourceLocation where
)
{
    private readonly List<(string Name, string StepId)> _turns = [];

    public void Write(IReadOnlyList<TItem> items, Action<TItem> body)
    {
        (string Name, TItem Item)[] all = [.. items.Select(i => (KeyOf(i), i))];
        if (!IsSound(all))
            return;
        foreach (var batch in all.Chunk(options.Batch))
        {
            (string, TItem)[] others = [.. all.Where(a => batch.All(b => b.Name != a.Name))];
            var check = new FleetCheck(
                [
                    .. others
                        .Where(_ => options.Serving is not null)
                        .Select(o => (o.Item1, options.Serving!(o.Item2))),
                ],
                options.AtLeast,
                [.. _turns],
                options.MaxFailures
            );
            session.InGroup(
                PlanNode.Parallel(0),
                null,
                () =>
                {
                    foreach (var (name, item) in batch)
                        session.InGroup(
                            PlanNode.Sequence(),
                            session.CurrentScope.Keyed(name),
                            () => Turn(name, item, check, body)
                        );
                }
            );
        }
    }

    private void Turn(string name, TItem item, FleetCheck check, Action<TItem> body)
    {
        var drained = options.Drain?.Invoke(item);
        if (drained is null)
            session.AddStep("Fleet can do without it", where).Does(check, where);
        else
        {
            var slot = drained.Slot;
            slot.Spec = slot.Spec with { Guards = [.. slot.Spec.Guards, Assertion.Of(check)] };
            if (options.Grace > TimeSpan.Zero)
                session.AddStep("Grace", where).Does(new GraceOperation(options.Grace), where);
        }
        body(item);
        StepBuilder? last = drained is null
            ? null
            : session.AddStep("In service again", where).Does(new PutBackOperation(drained.Slot), where);
        if (options.Serving is { } serving)
            last = session.AddStep("Serves again", where).Does(serving(item), where);
        if (last is not null)
            _turns.Add((name, last.StepId));
    }

    private string KeyOf(TItem item) => options.Key?.Invoke(item) ?? (item as string) ?? "";

    private bool IsSound((string Name, TItem Item)[] all)
    {
        if (all.Any(a => string.IsNullOrWhiteSpace(a.Name)))
            return Refuse("RB0106", "a member of this Rolling has no key: write Key = x => x.Name.");
        if (all.GroupBy(a => a.Name).FirstOrDefault(g => g.Count() > 1) is { } twin)
            return Refuse(
                "RB0107",
                $"two members of this Rolling have the key '{twin.Key}': keys must be unique."
            );
        if (options.Batch < 1 || options.AtLeast < 0 || options.MaxFailures < 0)
            return Refuse("RB0143", "a batch of this Rolling has no member, or a number is below zero.");
        if (options.AtLeast > 0 && options.Serving is null)
            return Refuse(
                "RB0143",
                $"who serves? AtLeast = {options.AtLeast} needs Serving = x => …, a check."
            );
        if (all.Length > 0 && options.AtLeast > all.Length - Math.Min(options.Batch, all.Length))
            return Refuse(
                "RB0143",
                $"of {all.Length} members, {options.Batch} at once, never {options.AtLeast} others are left to serve."
            );
        return true;
    }

    private bool Refuse(string id, string message)
    {
        session.Report(id, message, where);
        return false;
    }
}
