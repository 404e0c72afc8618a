using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A zone with its records; name server and API work on the same one.</summary>
public sealed class Zone
{
    private readonly Lock _gate = new();
    private ImmutableArray<ZoneRecord> _records = [];

    internal Zone(string id, string name) => (Id, Name) = (id, name);

    /// <summary>32 lowercase hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Lower case, without the dot at the end.</summary>
    public string Name { get; }

    /// <summary>Grows with each change.</summary>
    public uint Serial { get; private set; } = 1;

    /// <summary>The records, in the order they were made.</summary>
    public IReadOnlyList<ZoneRecord> Records => _records;

    /// <summary>The record with this id; null when there is none.</summary>
    public ZoneRecord? Find(string id) => _records.FirstOrDefault(r => r.Id == id);

    /// <summary>Adds a record, or replaces the one with the same id.</summary>
    public void Put(ZoneRecord record)
    {
        lock (_gate)
        {
            var old = Find(record.Id);
            _records = old is null ? _records.Add(record) : _records.Replace(old, record);
            Serial++;
        }
    }

    /// <summary>Removes a record; false when there is none with this id.</summary>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            if (Find(id) is not { } old)
                return false;
            _records = _records.Remove(old);
            Serial++;
            return true;
        }
    }
}
