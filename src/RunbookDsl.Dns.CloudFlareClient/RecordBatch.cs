using CloudFlare.Client.Api.Zones.DnsRecord;
using Newtonsoft.Json;

namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>Several changes in one transaction, of the library's models as far as it has some.</summary>
internal sealed class RecordBatch(IReadOnlyList<RecordWrite> writes)
{
    [JsonProperty("deletes")]
    public IReadOnlyList<Named>? Deletes { get; } = Of(writes, EditKind.Remove);

    [JsonProperty("patches")]
    public IReadOnlyList<Named>? Patches { get; } = Of(writes, EditKind.Set);

    [JsonProperty("posts")]
    public IReadOnlyList<NewDnsRecord>? Posts { get; } =
        writes.Where(w => w.Kind == EditKind.Add).Select(ClientRecords.New).ToArray() is { Length: > 0 } some
            ? some
            : null;

    private static Named[]? Of(IReadOnlyList<RecordWrite> writes, EditKind kind) =>
        writes.Where(w => w.Kind == kind).Select(Named.Of).ToArray() is { Length: > 0 } some ? some : null;

    /// <summary>A record that is there.</summary>
    internal sealed class Named : ModifiedDnsRecord
    {
        [JsonProperty("id")]
        public string? Id { get; private init; }

        public static Named Of(RecordWrite write) => ClientRecords.Fill(new Named { Id = write.Id }, write);
    }
}
