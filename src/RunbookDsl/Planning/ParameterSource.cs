namespace RunbookDsl;

/// <summary>Parameter values as text, by name.</summary>
/// <param name="Values">What the operator gave.</param>
/// <param name="AllowsPlaceholders">Whether a missing value is replaced by a placeholder (<c>check</c>)
/// instead of an error.</param>
internal sealed record ParameterSource(IReadOnlyDictionary<string, string> Values, bool AllowsPlaceholders)
{
    /// <summary>Names whose values a step of the parent run will give.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];

    public bool IsLater(string name)
    {
        for (var i = 0; i < Later.Count; i++)
            if (Later[i] == name)
                return true;
        return false;
    }

    public string? Find(string name) => Values.TryGetValue(name, out var value) ? value : null;
}
