namespace RunbookDsl.Testing.Apis;

/// <summary>A bucket of S3.</summary>
internal sealed class AwsBucket(BucketSpec spec)
{
    public string Name => spec.Name;

    public BucketSpec Spec => spec;

    /// <summary>Its rules; empty when it has no configuration.</summary>
    public IReadOnlyList<CorsRuleSpec> Cors { get; set; } = spec.Cors;

    public string Line => Cors.Count == 0 ? "no CORS" : $"CORS {string.Join("; ", Cors.Select(r => r.Line))}";

    /// <summary>The first rule that lets a page of this origin ask; null when none does.</summary>
    public CorsRuleSpec? Allows(string origin, string method, IReadOnlyList<string> headers) =>
        Cors.FirstOrDefault(r =>
            r.Methods.Contains(method)
            && r.Origins.Any(o => InstanceLookup.Fits(origin, o))
            && headers.All(h =>
                r.Headers.Any(allowed =>
                    InstanceLookup.Fits(h.ToLowerInvariant(), allowed.ToLowerInvariant())
                )
            )
        );
}
