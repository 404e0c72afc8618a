using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>
/// All zones of one rehearsal: <c>stage.Zones()</c>. The name server answers from it, the fake of the
/// provider's API edits it.
/// </summary>
public sealed class ZoneBook
{
    private readonly Lock _gate = new();
    private readonly Stage _stage;
    private ImmutableArray<Zone> _zones = [];

    internal ZoneBook(Stage stage) => _stage = stage;

    /// <summary>Who is told of changes; null when there is no name server.</summary>
    internal IZoneWatcher? Watcher { get; set; }

    /// <summary>The zones, in the order they were made.</summary>
    public IReadOnlyList<Zone> Zones => _zones;

    /// <summary>The zone of this name, made when it is not there.</summary>
    public Zone Add(string name)
    {
        var plain = DnsName.Plain(name);
        lock (_gate)
        {
            if (Find(plain) is { } there)
                return there;
            var zone = new Zone(this, NewId($"zone:{plain}"), plain);
            _stage.Tokens.Name(zone.Id, "zone", plain);
            _zones = _zones.Add(zone);
            Watcher?.Changed(zone);
            return zone;
        }
    }

    /// <summary>The zone with exactly this name; null when there is none.</summary>
    public Zone? Find(string name)
    {
        var plain = DnsName.Plain(name);
        return _zones.FirstOrDefault(z => z.Name == plain);
    }

    /// <summary>The zone that holds this name, the most exact one; null when none does.</summary>
    public Zone? Enclosing(string name)
    {
        var plain = DnsName.Plain(name);
        return _zones.Where(z => DnsName.IsIn(plain, z.Name)).MaxBy(z => z.Name.Length);
    }

    /// <summary>An id for a new record, the same in each rehearsal.</summary>
    public string NewId(string kind) => Convert.ToHexStringLower(_stage.Bytes(kind, 16));
}
