using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>The records of one zone while a call changes them; nothing is kept before <see
/// cref="Keep"/>.</summary>
internal sealed class CloudflareBook(string zone, IEnumerable<ZoneRecord> records, Func<string, string> newId)
{
    private readonly List<ZoneRecord> _records = [.. records];
    private readonly List<(string Before, string After)> _changes = [];

    /// <summary>What was there before, one part for each change.</summary>
    public string Before => string.Join(", ", _changes.Select(c => c.Before).Where(b => b.Length > 0));

    /// <summary>What is there after it.</summary>
    public string After => string.Join(", ", _changes.Select(c => c.After).Where(a => a.Length > 0));

    public ZoneRecord Add(JsonObject body, Action<string, IEnumerable<string>> unknown)
    {
        var made = new CloudflareDraft(body, null, unknown).Make(zone, newId);
        CheckTwins(made);
        CheckClashes(made);
        _records.Add(made);
        _changes.Add(("", Line(made)));
        return made;
    }

    /// <summary>Changes a record.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="body">Its fields.</param>
    /// <param name="isWhole">Whether fields that are not there return to their defaults.</param>
    /// <param name="unknown">Takes the name of a field that is not known.</param>
    public ZoneRecord Edit(
        string id,
        JsonObject body,
        bool isWhole,
        Action<string, IEnumerable<string>> unknown
    )
    {
        var old = Find(id);
        var from = isWhole ? null : old;
        var made = new CloudflareDraft(body, from, unknown).Make(zone, _ => id) with { Id = id };
        _records.Remove(old);
        CheckTwins(made);
        CheckClashes(made);
        _records.Add(made);
        _changes.Add(Difference(old, made));
        return made;
    }

    public ZoneRecord Remove(string id)
    {
        var old = Find(id);
        _records.Remove(old);
        _changes.Add((Line(old), ""));
        return old;
    }

    /// <summary>Makes the records those of the zone.</summary>
    public void Keep(Zone zone)
    {
        foreach (var gone in zone.Records.Where(o => _records.TrueForAll(r => r.Id != o.Id)).ToArray())
            zone.Remove(gone.Id);
        foreach (var record in _records)
            if (zone.Find(record.Id) != record)
                zone.Put(record);
    }

    /// <summary><c>A www.shop.example 192.0.2.1 ttl 300 proxied</c>.</summary>
    public static string Line(ZoneRecord record) =>
        $"{record.Type} {record.Name} {record.Content} {Settings(record)}";

    /// <summary><c>ttl 300 proxied</c>.</summary>
    public static string Settings(ZoneRecord record) =>
        (record.Ttl == 1 ? "ttl auto" : FormattableString.Invariant($"ttl {record.Ttl}"))
        + (record.IsProxied ? " proxied" : "")
        + (string.IsNullOrEmpty(record.Comment) ? "" : $" \"{record.Comment}\"");

    private ZoneRecord Find(string id) =>
        _records.Find(r => r.Id == id) ?? throw new CloudflareRefusal(404, 81044, "Record does not exist.");

    private void CheckTwins(ZoneRecord made)
    {
        if (_records.Exists(r => (r.Name, r.Type, r.Content) == (made.Name, made.Type, made.Content)))
            throw new CloudflareRefusal(400, 81058, "An identical record already exists.");
    }

    private void CheckClashes(ZoneRecord made)
    {
        var others = _records.Where(r => r.Name == made.Name).ToArray();
        if (made.Type == "CNAME" && Array.Exists(others, o => o.Type is "A" or "AAAA" or "CNAME"))
            throw new CloudflareRefusal(
                400,
                81053,
                "An A, AAAA, or CNAME record with that host already exists."
            );
        if (made.Type is "A" or "AAAA" && Array.Exists(others, o => o.Type == "CNAME"))
            throw new CloudflareRefusal(400, 81054, "A CNAME record with that host already exists.");
        if (made.Name != zone && Array.Exists(others, o => o.Type == "NS" != (made.Type == "NS")))
            throw new CloudflareRefusal(400, 81056, "NS records with that host already exist.");
    }

    private static (string Before, string After) Difference(ZoneRecord old, ZoneRecord made)
    {
        var changed = Fields(old)
            .Zip(Fields(made))
            .Where(f => f.First != f.Second)
            .Select(f => (f.First, f.Second))
            .ToArray();
        return (
            string.Join(' ', changed.Select(c => c.First)),
            string.Join(' ', changed.Select(c => c.Second))
        );
    }

    private static string[] Fields(ZoneRecord r) =>
        [
            $"type {r.Type}",
            $"name {r.Name}",
            $"content {r.Content}",
            r.Ttl == 1 ? "ttl auto" : FormattableString.Invariant($"ttl {r.Ttl}"),
            r.IsProxied ? "proxied" : "not proxied",
            $"comment \"{r.Comment}\"",
        ];
}
