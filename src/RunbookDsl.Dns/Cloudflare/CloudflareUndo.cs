namespace RunbookDsl.Dns;

/// <summary>Puts back what was captured, record by record, as far as the change touched it.</summary>
internal sealed class CloudflareUndo(CloudflareChange change, StepContext context)
{
    private readonly ICloudflareRecords _records = BuiltInZones.Records(change.Zone, context);

    public async Task RunAsync(CancellationToken cancellation)
    {
        // What was made is taken away first: the provider refuses twins.
        foreach (var edit in change.Edits.OrderBy(e => e.Kind == EditKind.Add ? 0 : 1))
        {
            var (now, wanted) = await LookAsync(edit, cancellation).ConfigureAwait(false);
            RecordWrite? write = wanted is null
                ? now is null
                    ? null
                    : RecordWrite.Remove(now.Id)
                : now is null
                    ? RecordWrite.Add(edit, wanted)
                    : now.Values.IsSame(edit.Type, wanted)
                        ? null
                        : RecordWrite.Set(now.Id, wanted, edit);
            if (write is not null)
                await _records.WriteAsync([write], cancellation).ConfigureAwait(false);
        }
    }

    public async Task<Probe> ProbeAsync(CancellationToken cancellation)
    {
        var isDone = true;
        var seen = new List<string>();
        foreach (var edit in change.Edits)
        {
            var (now, wanted) = await LookAsync(edit, cancellation).ConfigureAwait(false);
            isDone &= wanted is null ? now is null : now?.Values.IsSame(edit.Type, wanted) == true;
            seen.Add($"{edit.Key} is {now?.Values.ToString() ?? "not there"}");
        }
        var text = string.Join("; ", seen);
        return isDone ? Probe.Done(text) : Probe.NotDone(text);
    }

    /// <summary>The record as it is now, and what it has to be; null for not there.</summary>
    private async Task<(FoundRecord? Now, RecordValues? Wanted)> LookAsync(
        RecordEdit edit,
        CancellationToken cancellation
    )
    {
        var before = context.Before![edit.Key] is { } text ? RecordValues.Parse(text) : null;
        var ofName = await _records.ListAsync(edit.Name, cancellation).ConfigureAwait(false);
        var twins = ofName.Where(r => r.Type == edit.Type).ToArray();
        // As we left it, or as it is when it was put back already.
        string?[] ours = [before?.Content, edit.Content];
        var mine = twins.LastOrDefault(t =>
            ours.Any(o => o is not null && NameText.IsSame(edit.Type, t.Values.Content, o))
        );
        // Another step may have made it lead elsewhere since: that is not ours to take back.
        if (mine is null && edit.Content is null && edit.Kind == EditKind.Set && twins.Length == 1)
            mine = twins[0];
        if (mine is not null)
            return (mine, before is null ? null : mine.Values.PutBack(edit, before));
        if (edit.Kind != EditKind.Set)
            return (null, before);
        throw new OperationFailedException(
            twins.Length == 0
                ? $"{edit.Key} is not there any more: somebody else removed it"
                : $"{edit.Key} is {twins[0].Values.Content}, which is neither what it was before "
                    + $"({before?.Content ?? "not there"}) nor what was set: somebody else changed it"
        );
    }
}
