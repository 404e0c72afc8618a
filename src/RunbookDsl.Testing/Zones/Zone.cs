using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A zone with its records; name server and API work on the same one.</summary>
public sealed class Zone
{
    private readonly Lock _gate = new();
    private readonly ZoneBook? _book;
    private ImmutableArray<ZoneRecord> _records = [];
    private ImmutableArray<string> _servers = ["ns1.provider.test", "ns2.provider.test"];
    private ZoneSoa? _soa;

    internal Zone(string id, string name) => (Id, Name) = (id, name);

    internal Zone(ZoneBook book, string id, string name) => (_book, Id, Name) = (book, id, name);

    /// <summary>32 lowercase hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Lower case, without the dot at the end.</summary>
    public string Name { get; }

    /// <summary>Grows with each change.</summary>
    public uint Serial { get; private set; } = 1;

    /// <summary>The records, in the order they were made.</summary>
    public IReadOnlyList<ZoneRecord> Records => _records;

    /// <summary>
    /// Names of the servers that answer for the zone, lower case; its NS records unless <see
    /// cref="Records"/> has some for the zone itself. Default two names below <c>provider.test</c>.
    /// </summary>
    public IReadOnlyList<string> NameServers => _servers;

    /// <summary>Its start of authority. Default one that names the first name server.</summary>
    public ZoneSoa Soa => _soa ?? new ZoneSoa(_servers[0], $"hostmaster.{Name}");

    /// <summary>The record with this id; null when there is none.</summary>
    public ZoneRecord? Find(string id) => _records.FirstOrDefault(r => r.Id == id);

    /// <summary>Adds a record, or replaces the one with the same id.</summary>
    public void Put(ZoneRecord record) =>
        Change(() =>
        {
            var old = Find(record.Id);
            _records = old is null ? _records.Add(record) : _records.Replace(old, record);
        });

    /// <summary>Removes a record; false when there is none with this id.</summary>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            if (Find(id) is not { } old)
                return false;
            Change(() => _records = _records.Remove(old));
            return true;
        }
    }

    /// <summary>Gives the zone other name servers.</summary>
    /// <param name="names">At least one.</param>
    public void Serve(IEnumerable<string> names)
    {
        ImmutableArray<string> servers = [.. names.Select(DnsName.Plain)];
        ArgumentOutOfRangeException.ThrowIfZero(servers.Length, nameof(names));
        Change(() => _servers = servers);
    }

    /// <summary>Gives the zone another start of authority.</summary>
    public void Start(ZoneSoa soa) => Change(() => _soa = soa);

    private void Change(Action change)
    {
        lock (_gate)
        {
            _book?.Watcher?.Changing(this);
            change();
            Serial++;
            _book?.Watcher?.Changed(this);
        }
    }
}
