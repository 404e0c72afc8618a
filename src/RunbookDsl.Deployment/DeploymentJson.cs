using System.Text.Json.Serialization;

namespace RunbookDsl.Deployment;

/// <summary>Source-generated JSON of this package's results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GitTag))]
[JsonSerializable(typeof(GitCommit))]
internal sealed partial class DeploymentJson : JsonSerializerContext;
