using CloudFlare.Client.Api.Display;
using CloudFlare.Client.Api.Result;
using CloudFlare.Client.Api.Zones;
using CloudFlare.Client.Api.Zones.DnsRecord;
using CloudFlare.Client.Client.Zones;
using CloudFlare.Client.Enumerators;
using Newtonsoft.Json;

namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>The records of one zone, asked for and changed by the library's verbs.</summary>
internal sealed class ClientRecords : PagedRecords
{
    private readonly StepConnection _connection;
    private readonly Zones _zones;

    public ClientRecords(StepContext context, CloudflareZone zone)
        : base(zone)
    {
        _connection = new StepConnection(new CloudflareWire(context, zone));
        _zones = new Zones(_connection);
    }

    protected override async Task<string?> FindAsync(CancellationToken cancellation)
    {
        var filter = new ZoneFilter { Name = Zone.Name };
        var zones = await ListAsync(_zones.GetAsync(filter, cancellationToken: cancellation))
            .ConfigureAwait(false);
        return zones?.Result?.FirstOrDefault(z => z?.Name == Zone.Name)?.Id;
    }

    protected override async Task<(IEnumerable<FoundRecord?> Records, long Pages)> PageAsync(
        string zoneId,
        string? name,
        int page,
        CancellationToken cancellation
    )
    {
        var filter = name is null ? null : new DnsRecordFilter { Name = name };
        var shown = new DisplayOptions { Page = page, PerPage = PerPage };
        var answer = await ListAsync(_zones.DnsRecords.GetAsync(zoneId, filter, shown, cancellation))
            .ConfigureAwait(false);
        return answer is null
            ? ([null], 1)
            : ((answer.Result ?? []).Select(Found), answer.ResultInfo.TotalPage);
    }

    protected override Task SendAsync(
        string zoneId,
        IReadOnlyList<RecordWrite> writes,
        CancellationToken cancellation
    )
    {
        // The library has no verb for a transaction, and one change after the other would be none.
        if (writes is not [var one])
            return _connection.PostAsync<object, RecordBatch>(
                $"zones/{zoneId}/dns_records/batch",
                new(writes),
                cancellation
            );
        var records = _zones.DnsRecords;
        return one.Kind switch
        {
            EditKind.Remove => records.DeleteAsync(zoneId, one.Id, cancellation),
            EditKind.Add => records.AddAsync(zoneId, New(one), cancellation),
            _ => records.UpdateAsync(zoneId, one.Id, Fill(new ModifiedDnsRecord(), one), cancellation),
        };
    }

    internal static NewDnsRecord New(RecordWrite write) =>
        new()
        {
            Type = Enum.Parse<DnsRecordType>(write.Type!, ignoreCase: true),
            Name = write.Name,
            Content = write.Content,
            Ttl = (int?)write.Ttl,
            Proxied = write.IsProxied,
        };

    internal static T Fill<T>(T record, RecordWrite write)
        where T : ModifiedDnsRecord
    {
        record.Content = write.Content;
        record.Ttl = (int?)write.Ttl;
        record.Proxied = write.IsProxied;
        return record;
    }

    // Null when an item of it is no object.
    private static async Task<CloudFlareResult<IReadOnlyList<T>>?> ListAsync<T>(
        Task<CloudFlareResult<IReadOnlyList<T>>> asked
    )
    {
        try
        {
            return await asked.ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FoundRecord? Found(DnsRecord? told)
    {
        var values = told?.Content is { } content
            ? new RecordValues(content, told.Ttl ?? RecordValues.Automatic, told.Proxied == true)
            : null;
        var found = FoundRecord.Of(told?.Id, (told as TypedRecord)?.TypeName, told?.Name, values);
        return found is null ? null : found with { Modified = told!.ModifiedDate };
    }
}
