using System.Text.Json.Serialization;

namespace RunbookDsl.Dns;

/// <summary>Source-generated JSON of results: no reflection when a run starts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecordsChanged))]
[JsonSerializable(typeof(ZoneSnapshot))]
internal sealed partial class DnsJson : JsonSerializerContext;
