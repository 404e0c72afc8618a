namespace RunbookDsl.Postgres;

/// <summary>What the control file of a cluster says, as <c>pg_controldata</c> reads it.</summary>
internal sealed record ClusterControl(string System, string State, string Checkpoint)
{
    public const string ShutDown = "shut down";

    public bool IsShutDown => State == ShutDown;

    public static async Task<ClusterControl> ReadAsync(
        ServerPrograms programs,
        PgCluster cluster,
        CancellationToken cancellation
    )
    {
        var result = await programs
            .RunAsync(cluster.Program("pg_controldata"), [cluster.Data], cancellation)
            .ConfigureAwait(false);
        return Parse(result.Output)
            ?? throw new OperationFailedException(
                $"pg_controldata of {cluster.Data} said nothing of the cluster's state"
            );
    }

    /// <summary>Reads the lines <c>Database cluster state:    shut down</c> and their like.</summary>
    internal static ClusterControl? Parse(string text)
    {
        var system = Value(text, "Database system identifier:");
        var state = Value(text, "Database cluster state:");
        var checkpoint = Value(text, "Latest checkpoint location:");
        return system is null || state is null || checkpoint is null ? null : new(system, state, checkpoint);
    }

    private static string? Value(string text, string name)
    {
        foreach (var line in text.Split('\n'))
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Trim();
        return null;
    }
}
