namespace RunbookDsl.Testing;

/// <summary>The secrets of one world, and of nothing else.</summary>
internal sealed class WorldSecrets(string worldFile, Dictionary<string, string> values) : ISecretStore
{
    public string? Find(SecretReference secret) =>
        values.TryGetValue(secret.Name, out var value)
            ? value
            : throw new SecretMissingException(secret.Name, Missing(secret.Name));

    private string Missing(string name) =>
        $"the world gives no secret {name}{Nearest.Suggest(name, values.Keys)}; it gives "
        + $"{(values.Count == 0 ? "none" : string.Join(", ", values.Keys.Order(StringComparer.Ordinal)))}. "
        + $"Add Given(\"{name}\", \"…\") or .As(Secret(\"{name}\")) to {worldFile}.";
}
