namespace RunbookDsl.Testing;

/// <summary>One line of a world's state that differs.</summary>
/// <param name="Key">System and key: <c>shop/table orders</c>.</param>
/// <param name="Was">Its value before; null when it was not there.</param>
/// <param name="Now">Its value now; null when it is gone.</param>
public sealed record StateChange(string Key, string? Was, string? Now)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Now ?? "(gone)"}, was {Was ?? "(not there)"}";
}
