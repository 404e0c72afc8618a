namespace RunbookDsl.Hosts.Tests.Runner;

internal sealed class NoSecrets : ISecretStore
{
    public string? Find(SecretReference secret) => null;
}
