using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Says which zones the world's name servers have.</summary>
public sealed class DnsBuilder
{
    private readonly WorldSession _session;
    private DnsSystemSpec _spec;

    internal DnsBuilder(WorldSession session, DnsSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>A zone, empty but for its name servers and its start of authority.</summary>
    /// <param name="name">Such as <c>makerepo.com</c>.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public ZoneBuilder Zone(string name, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        Change(
            _spec with
            {
                Zones = _spec.Zones.Add(new(DnsName.Plain(name), new(file, line, "Zone", name))),
            }
        );
        return new(this, _spec.Zones.Length - 1);
    }

    /// <summary>
    /// Begins with an empty cache. Otherwise the resolver has been asked for every name when the run begins,
    /// and is asked again just before each change: what users see at worst.
    /// </summary>
    public DnsBuilder ColdCache()
    {
        Change(_spec with { IsCold = true });
        return this;
    }

    internal void Change(int zone, Func<ZoneSpec, ZoneSpec> change) =>
        Change(_spec with { Zones = _spec.Zones.SetItem(zone, change(_spec.Zones[zone])) });

    private void Change(DnsSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
    }
}
