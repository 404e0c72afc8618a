using RunbookDsl.Http;

namespace RunbookDsl.Dns;

/// <summary>Puts back what was captured, record by record.</summary>
internal sealed class CloudflareUndo(CloudflareChange change, StepContext context)
{
    private readonly CloudflareApi _api = new(context, change.Zone);

    public async Task RunAsync(CancellationToken cancellation)
    {
        // What was made is taken away first: the provider refuses twins.
        foreach (var edit in change.Edits.OrderBy(e => e.Kind == EditKind.Add ? 0 : 1))
        {
            var (now, before) = await LookAsync(edit, cancellation).ConfigureAwait(false);
            if (before is null && now is not null)
                await _api.ChangeAsync("DELETE", now.Id, "{}", cancellation).ConfigureAwait(false);
            else if (before is not null && now is null)
                await _api.ChangeAsync(
                        "POST",
                        null,
                        ApiJson.Write(j =>
                        {
                            j.WriteString("type", edit.Type);
                            j.WriteString("name", edit.Name);
                            before.Write(j);
                        }),
                        cancellation
                    )
                    .ConfigureAwait(false);
            else if (before is not null && !now!.Values.IsSame(edit.Type, before))
                await _api.ChangeAsync("PATCH", now.Id, ApiJson.Write(before.Write), cancellation)
                    .ConfigureAwait(false);
        }
    }

    public async Task<Probe> ProbeAsync(CancellationToken cancellation)
    {
        var isDone = true;
        var seen = new List<string>();
        foreach (var edit in change.Edits)
        {
            var (now, before) = await LookAsync(edit, cancellation).ConfigureAwait(false);
            isDone &= before is null ? now is null : now?.Values.IsSame(edit.Type, before) == true;
            seen.Add($"{edit.Key} is {now?.Values.ToString() ?? "not there"}");
        }
        var text = string.Join("; ", seen);
        return isDone ? Probe.Done(text) : Probe.NotDone(text);
    }

    // The record as we left it, or as it is when it was put back already.
    private async Task<(FoundRecord? Now, RecordValues? Before)> LookAsync(
        RecordEdit edit,
        CancellationToken cancellation
    )
    {
        var before = context.Before![edit.Key] is { } text ? RecordValues.Parse(text) : null;
        var ofName = await _api.ListAsync(edit.Name, cancellation).ConfigureAwait(false);
        var twins = ofName.Where(r => r.Type == edit.Type).ToArray();
        string?[] ours = [before?.Content, edit.Content ?? before?.Content];
        var mine = twins
            .Where(t => ours.Any(o => o is not null && NameText.IsSame(edit.Type, t.Values.Content, o)))
            .ToArray();
        if (mine.Length > 0)
            return (mine[^1], before);
        if (twins.Length == 0 || edit.Kind != EditKind.Set)
            return (null, before);
        throw new OperationFailedException(
            $"{edit.Key} is {twins[0].Values.Content}, which is neither what it was before "
                + $"({before?.Content ?? "not there"}) nor what was set: somebody else changed it"
        );
    }
}
