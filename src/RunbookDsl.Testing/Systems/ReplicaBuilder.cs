namespace RunbookDsl.Testing;

/// <summary>Says under which secret the runbook finds a replica.</summary>
public sealed class ReplicaBuilder
{
    private readonly PostgresBuilder _server;
    private readonly int _index;

    internal ReplicaBuilder(PostgresBuilder server, int index) => (_server, _index) = (server, index);

    /// <summary>Gives the runbook the URL of the replica as this secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="database">The database that the URL leads to.</param>
    public ReplicaBuilder As(SecretReference secret, string database = "postgres")
    {
        _server.Change(_index, r => r with { Secrets = r.Secrets.Add((secret.Name, database)) });
        return this;
    }
}
