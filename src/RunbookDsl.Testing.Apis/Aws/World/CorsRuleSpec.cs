using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>One rule of a bucket: who may ask for it from a page of another origin.</summary>
internal sealed record CorsRuleSpec(
    ImmutableArray<string> Origins,
    ImmutableArray<string> Methods,
    ImmutableArray<string> Headers,
    ImmutableArray<string> Exposed,
    int? MaxAgeSeconds,
    string? Id
)
{
    /// <summary>The rule in a line.</summary>
    public string Line =>
        $"{string.Join(',', Methods)} from {string.Join(',', Origins)}"
        + (Headers.Length > 0 ? $" headers {string.Join(',', Headers)}" : "")
        + (Exposed.Length > 0 ? $" exposes {string.Join(',', Exposed)}" : "")
        + (MaxAgeSeconds is { } age ? FormattableString.Invariant($" for {age} s") : "");
}
