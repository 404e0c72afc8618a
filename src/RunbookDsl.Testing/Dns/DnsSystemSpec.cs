using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>The name servers of a world.</summary>
internal sealed record DnsSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    public const string SecondSystem = "RB0240";
    public const string WrongZone = "RB0241";
    public const string WrongRecord = "RB0242";

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<ZoneSpec> Zones { get; init; } = [];

    /// <summary>Whether the resolver begins with an empty cache. Default false.</summary>
    public bool IsCold { get; init; }

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        if (session.Systems.OfType<DnsSystemSpec>().First() is var first && first != this)
            session.Report(
                SecondSystem,
                $"the world has the name servers '{first.Name}' at {first.Where} already: a world has one "
                    + "name system. Add the zones to that.",
                Where
            );
        foreach (var twin in Zones.GroupBy(z => z.Name).Where(g => g.Count() > 1))
            session.Report(
                WrongZone,
                $"the zone '{twin.Key}' is there already: keep the first in a variable and go on with that.",
                twin.Last().Where
            );
        foreach (var zone in Zones)
            zone.Check(session);
    }

    /// <inheritdoc/>
    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new DnsSystem(this));
}
