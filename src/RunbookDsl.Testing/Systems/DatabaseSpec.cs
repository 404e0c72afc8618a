using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A database of a throw-away server.</summary>
/// <param name="Name">Its name on the server; <c>postgres</c> is there already and is not made.</param>
/// <param name="Where">The verb that made it.</param>
public sealed record DatabaseSpec(string Name, SourceLocation Where)
{
    /// <summary>The scripts that fill it, in this order.</summary>
    public ImmutableArray<SeedScript> Scripts { get; init; } = [];

    /// <summary>Names of the secrets that hold its URL.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    internal async Task MakeAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        if (Name != "postgres")
            await cluster.CreateDatabaseAsync(Name, null, cancellation).ConfigureAwait(false);
        foreach (var script in Scripts)
            await cluster.RunSeedAsync(Name, script.Read(), cancellation).ConfigureAwait(false);
    }
}
