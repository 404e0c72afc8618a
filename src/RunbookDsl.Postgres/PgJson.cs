using System.Text.Json.Serialization;

namespace RunbookDsl.Postgres;

/// <summary>Source-generated JSON of results and manifests: no reflection when a run starts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DumpArtifact))]
[JsonSerializable(typeof(DumpManifest))]
[JsonSerializable(typeof(GlobalsDump))]
[JsonSerializable(typeof(RestoreResult))]
[JsonSerializable(typeof(SwapResult))]
[JsonSerializable(typeof(CloneResult))]
[JsonSerializable(typeof(DrainResult))]
[JsonSerializable(typeof(RestorePointResult))]
[JsonSerializable(typeof(ExecuteResult))]
[JsonSerializable(typeof(DdlResult))]
[JsonSerializable(typeof(MaintenanceResult))]
[JsonSerializable(typeof(ReindexResult))]
[JsonSerializable(typeof(RefreshCollationResult))]
[JsonSerializable(typeof(ExtensionUpdateResult))]
[JsonSerializable(typeof(ArchiveResult))]
[JsonSerializable(typeof(BatchesResult))]
[JsonSerializable(typeof(PrewarmResult))]
[JsonSerializable(typeof(QueryPlans))]
[JsonSerializable(typeof(StatementTimes))]
[JsonSerializable(typeof(SyncSequencesResult))]
[JsonSerializable(typeof(PromoteResult))]
[JsonSerializable(typeof(UpgradeResult))]
internal sealed partial class PgJson : JsonSerializerContext;
