using CloudFlare.Client.Api.Zones;
using CloudFlare.Client.Api.Zones.DnsRecord;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>
/// Writes the library's models as its own connection does, and reads of them what is looked at: a member that
/// it would fail at must not hide a zone.
/// </summary>
internal static class ClientJson
{
    private const int MostDepth = 64;

    private static readonly JsonSerializerSettings Writing = new()
    {
        NullValueHandling = NullValueHandling.Ignore,
    };

    private static readonly JsonSerializerSettings Reading = new()
    {
        MaxDepth = MostDepth,
        DateParseHandling = DateParseHandling.None,
        ContractResolver = new Contracts(),
    };

    private static readonly Dictionary<Type, string[]> Looked = new()
    {
        [typeof(Zone)] = [nameof(Zone.Id), nameof(Zone.Name)],
        [typeof(DnsRecord)] =
        [
            nameof(DnsRecord.Id),
            nameof(DnsRecord.Type),
            nameof(DnsRecord.Name),
            nameof(DnsRecord.Content),
            nameof(DnsRecord.Ttl),
            nameof(DnsRecord.Proxied),
            nameof(DnsRecord.ModifiedDate),
        ],
    };

    public static string Write<T>(T content) => JsonConvert.SerializeObject(content, Writing);

    /// <summary>A list of models.</summary>
    /// <exception cref="JsonException">An item of it is no object.</exception>
    public static T? Read<T>(string text) => JsonConvert.DeserializeObject<T>(text, Reading);

    private sealed class Contracts : DefaultContractResolver
    {
        protected override JsonObjectContract CreateObjectContract(Type objectType)
        {
            var contract = base.CreateObjectContract(objectType);
            if (objectType == typeof(DnsRecord))
                contract.DefaultCreator = () => new TypedRecord();
            return contract;
        }

        protected override IList<JsonProperty> CreateProperties(
            Type type,
            MemberSerialization memberSerialization
        )
        {
            var all = base.CreateProperties(type, memberSerialization);
            if (!Looked.TryGetValue(type, out var names))
                return all;
            var looked = all.Where(p => names.Contains(p.UnderlyingName)).ToList();
            foreach (var property in looked)
                property.Converter = new ToldMember();
            foreach (var property in looked.Where(p => p.UnderlyingName == nameof(DnsRecord.Type)))
                (property.PropertyType, property.ValueProvider) = (typeof(string), new TypeName());
            return looked;
        }
    }

    private sealed class TypeName : IValueProvider
    {
        public object? GetValue(object target) => ((TypedRecord)target).TypeName;

        public void SetValue(object target, object? value) => ((TypedRecord)target).TypeName = (string?)value;
    }
}
