using System.Reflection;
using CloudFlare.Client.Api.Zones.DnsRecord;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>
/// Writes and reads the library's models: without what is null, as its own connection does; and, as the
/// built-in client does, with a member that is missing or of another kind as null, never as an error.
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
        Error = (_, error) => error.ErrorContext.Handled = true,
    };

    public static string Write<T>(T content) => JsonConvert.SerializeObject(content, Writing);

    /// <summary>The answer; null when it is none of its kind.</summary>
    public static T? Read<T>(string text) => JsonConvert.DeserializeObject<T>(text, Reading);

    /// <summary>The library fails at a list that holds one record of a type which it does not know.</summary>
    private sealed class Contracts : DefaultContractResolver
    {
        protected override JsonObjectContract CreateObjectContract(Type objectType)
        {
            var contract = base.CreateObjectContract(objectType);
            if (objectType == typeof(DnsRecord))
                contract.DefaultCreator = () => new TypedRecord();
            return contract;
        }

        protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization serialization)
        {
            var property = base.CreateProperty(member, serialization);
            if (member.DeclaringType == typeof(DnsRecord) && member.Name == nameof(DnsRecord.Type))
                (property.PropertyType, property.ValueProvider) = (typeof(string), new TypeName());
            return property;
        }
    }

    private sealed class TypeName : IValueProvider
    {
        public object? GetValue(object target) => ((TypedRecord)target).TypeName;

        public void SetValue(object target, object? value) => ((TypedRecord)target).TypeName = (string?)value;
    }
}
