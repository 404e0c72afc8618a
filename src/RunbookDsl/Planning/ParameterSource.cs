namespace RunbookDsl;

/// <summary>Parameter values as text, by name.</summary>
/// <param name="Values">What the operator gave.</param>
/// <param name="AllowsPlaceholders">Whether a missing value is replaced by a placeholder (<c>check</c>)
/// instead of an error.</param>
internal sealed record ParameterSource(IReadOnlyDictionary<string, string> Values, bool AllowsPlaceholders)
{
    public string? Find(string name) => Values.TryGetValue(name, out var value) ? value : null;
}
