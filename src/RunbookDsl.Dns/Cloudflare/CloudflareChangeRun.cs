namespace RunbookDsl.Dns;

/// <summary>Carries out one change: compares, keeps, sets.</summary>
internal sealed class CloudflareChangeRun(CloudflareChange change, StepContext context)
{
    // Longer than any TTL that the provider takes.
    private static readonly TimeSpan LongestTtl = TimeSpan.FromDays(1);
    private readonly ICloudflareRecords _records = BuiltInZones.Records(change.Zone, context);

    public async Task<Probe> ProbeAsync(CancellationToken cancellation)
    {
        var plans = await ComparedAsync(cancellation).ConfigureAwait(false);
        var seen = string.Join("; ", plans.Select(p => p.Conflict ?? p.Seen));
        return plans.Any(p => p.Conflict is not null) ? Probe.Conflict(seen)
            : plans.All(p => p.IsDone) ? Probe.Done(seen, Reconstructed(plans))
            : Probe.NotDone(seen);
    }

    public async Task<Captured?> CaptureAsync(CancellationToken cancellation)
    {
        var plans = Checked(await ComparedAsync(cancellation).ConfigureAwait(false));
        return new Captured([
            .. plans.Select(p => KeyValuePair.Create(p.Edit.Key, p.Now?.Values.ToString())),
        ]);
    }

    public async Task<RecordsChanged> RunAsync(CancellationToken cancellation)
    {
        var plans = Checked(await ComparedAsync(cancellation).ConfigureAwait(false));
        var open = plans.Where(p => !p.IsDone);
        context.Note($"before: {string.Join("; ", plans.Select(p => p.Seen))}");
        await _records.WriteAsync([.. open.Select(p => p.Write)], cancellation).ConfigureAwait(false);
        return new(context.Clock.GetUtcNow(), OldTtl() ?? TimeSpan.Zero);
    }

    private async Task<IReadOnlyList<RecordPlan>> ComparedAsync(CancellationToken cancellation)
    {
        var byName = new Dictionary<string, IReadOnlyList<FoundRecord>>(StringComparer.Ordinal);
        var plans = new List<RecordPlan>();
        foreach (var edit in change.Edits)
        {
            if (!byName.TryGetValue(edit.Name, out var ofName))
                byName[edit.Name] = ofName = await _records
                    .ListAsync(edit.Name, cancellation)
                    .ConfigureAwait(false);
            var plan = RecordPlan.Of(edit, ofName);
            plans.Add(plan.Conflict is null ? plan with { Conflict = OtherFamily(edit, ofName) } : plan);
        }
        return plans;
    }

    // Half of the visitors would go on to the old host.
    private string? OtherFamily(RecordEdit edit, IReadOnlyList<FoundRecord> ofName)
    {
        if (change.LeavesOtherFamily || edit.Content is null || edit.Type is not ("A" or "AAAA"))
            return null;
        var other = edit.Type == "A" ? "AAAA" : "A";
        var left = ofName.FirstOrDefault(r => r.Type == other);
        return left is null || change.Edits.Any(e => e.Type == other && e.Name == edit.Name)
            ? null
            : $"{other} {edit.Name} is {left.Values.Content} and would go on leading there: change both "
                + $"with .And(zone.Record(\"{other}\", \"{edit.Name}\")…), or say .LeavingOtherFamily()";
    }

    private static IReadOnlyList<RecordPlan> Checked(IReadOnlyList<RecordPlan> plans)
    {
        var wrong = plans.Where(p => p.Conflict is not null).Select(p => p.Conflict!).ToArray();
        return wrong.Length == 0
            ? plans
            : throw new OperationFailedException($"nothing was changed: {string.Join("; ", wrong)}");
    }

    // Of a change of somebody else nobody knows the TTL before it: the longest one there is.
    private RecordsChanged Reconstructed(IReadOnlyList<RecordPlan> plans)
    {
        var changed = plans.Select(p => p.Now?.Modified).Max() ?? context.Clock.GetUtcNow();
        return new(changed, OldTtl() ?? LongestTtl);
    }

    private TimeSpan? OldTtl() =>
        context.Before is not { } before
            ? null
            : change
                .Edits.Select(e => before[e.Key])
                .OfType<string>()
                .Select(v => RecordValues.Parse(v).Served)
                .DefaultIfEmpty(TimeSpan.Zero)
                .Max();
}
