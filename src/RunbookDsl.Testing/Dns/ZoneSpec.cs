using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A zone as the world file describes it.</summary>
/// <param name="Name">Lower case, without the dot at the end.</param>
/// <param name="Where">The verb that made it.</param>
internal sealed record ZoneSpec(string Name, SourceLocation Where)
{
    /// <summary>Empty takes the default of <see cref="Zone"/>.</summary>
    public ImmutableArray<string> Servers { get; init; } = [];

    /// <summary>Null takes the default of <see cref="Zone"/>; an empty primary is the first server.</summary>
    public ZoneSoa? Soa { get; init; }

    public ImmutableArray<ZoneRecordSpec> Records { get; init; } = [];

    public void Check(WorldSession session)
    {
        foreach (var name in (string[])[Name, .. Servers])
            if (MistakeInName(name) is { } mistake)
                session.Report(DnsSystemSpec.WrongZone, mistake, Where);
        foreach (var record in Records)
            if (record.Mistake(Name) is { } mistake)
                session.Report(DnsSystemSpec.WrongRecord, mistake, record.Where);
        foreach (var alias in Records.Where(r => r.Type.ToUpperInvariant() == "CNAME"))
            if (
                Records.FirstOrDefault(r => r != alias && r.FullName(Name) == alias.FullName(Name)) is
                { } other
            )
                session.Report(
                    DnsSystemSpec.WrongRecord,
                    $"{alias.FullName(Name)} is an alias and has the record {other.Type} at {other.Where} as "
                        + "well: a CNAME stands alone.",
                    alias.Where
                );
    }

    public void Fill(ZoneBook book)
    {
        var zone = book.Add(Name);
        if (Servers.Length > 0)
            zone.Serve(Servers);
        if (Soa is { } soa)
            zone.Start(soa.Primary.Length > 0 ? soa : soa with { Primary = zone.NameServers[0] });
        foreach (var record in Records)
            zone.Put(record.ToRecord(book.NewId($"record:{Name}"), Name));
    }

    private static string? MistakeInName(string name)
    {
        try
        {
            return DnsName.Labels(name).Count > 0 ? null : "a zone needs a name, such as makerepo.com.";
        }
        catch (FormatException e)
        {
            return $"{e.Message}.";
        }
    }
}
