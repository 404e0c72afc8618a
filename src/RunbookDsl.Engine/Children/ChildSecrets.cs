namespace RunbookDsl.Engine;

/// <summary>A child's secrets: its own sources first, then the parent's secret of the same name.</summary>
internal sealed class ChildSecrets(ISecretStore own, ISecretStore inherited, Plan parent) : ISecretStore
{
    public string? Find(SecretReference secret)
    {
        if (own.Find(secret) is { } value)
            return value;
        foreach (var known in parent.Secrets())
            if (known.Name == secret.Name)
                return inherited.Find(known);
        return null;
    }
}
