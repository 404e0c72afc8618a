using System.Text.Json.Serialization;

namespace RunbookDsl;

/// <summary>Source-generated JSON for the results of the language's own operations.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(ChildRunResult))]
[JsonSerializable(typeof(MonitorResult))]
internal sealed partial class CoreJson : JsonSerializerContext;
