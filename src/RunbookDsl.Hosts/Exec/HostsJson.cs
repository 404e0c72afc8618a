using System.Text.Json.Serialization;

namespace RunbookDsl.Hosts;

/// <summary>Source-generated JSON of this package's results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExecResult))]
[JsonSerializable(typeof(HostFacts))]
[JsonSerializable(typeof(FileResult))]
[JsonSerializable(typeof(UnitState))]
[JsonSerializable(typeof(RebootResult))]
[JsonSerializable(typeof(ScriptResult))]
[JsonSerializable(typeof(AptPlan))]
[JsonSerializable(typeof(RebootNeed))]
[JsonSerializable(typeof(LogMark))]
[JsonSerializable(typeof(UserResult))]
[JsonSerializable(typeof(CleanupPlan))]
[JsonSerializable(typeof(CleanupResult))]
[JsonSerializable(typeof(RotationResult))]
[JsonSerializable(typeof(CertificateResult))]
[JsonSerializable(typeof(ComposeResult))]
[JsonSerializable(typeof(SyncResult))]
[JsonSerializable(typeof(RedisClearResult))]
internal sealed partial class HostsJson : JsonSerializerContext;
