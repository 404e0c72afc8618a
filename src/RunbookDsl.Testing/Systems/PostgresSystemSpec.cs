using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A throw-away PostgreSQL server of a world.</summary>
public sealed record PostgresSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    /// <summary>Wanted major version; null is the newest of this machine.</summary>
    public int? Version { get; init; }

    /// <summary>Lines of postgresql.conf, by name.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Its databases, made in this order.</summary>
    public ImmutableArray<DatabaseSpec> Databases { get; init; } = [];

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        foreach (var setting in Settings.Keys)
            if (!ServerConfiguration.IsName(setting))
                session.Report("RB0207", $"'{setting}' is no name of a PostgreSQL setting.", Where);
        foreach (var twin in Databases.GroupBy(d => d.Name).Where(g => g.Count() > 1))
            session.Report(
                "RB0207",
                $"'{Name}' has two databases '{twin.Key}': keep the first in a variable and go on with that.",
                twin.Last().Where
            );
        foreach (var database in Databases)
        {
            foreach (var secret in database.Secrets)
                session.Claim(secret, database.Where);
            foreach (var script in database.Scripts)
                if (script.File is { } file && !File.Exists(file))
                    session.Report("RB0208", Missing(file), script.Where);
        }
    }

    /// <inheritdoc/>
    public override async Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation)
    {
        var cluster = await LocalCluster
            .StartAsync(
                new ClusterOptions(options.Environment)
                {
                    Major = Version,
                    Settings = Settings,
                    RandomBytes = options.RandomBytes,
                },
                cancellation
            )
            .ConfigureAwait(false);
        try
        {
            foreach (var database in Databases)
                await database.MakeAsync(cluster, cancellation).ConfigureAwait(false);
            return new PostgresSystem(this, cluster);
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static string Missing(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var known = Directory.Exists(folder) ? Directory.GetFiles(folder).Select(Path.GetFileName) : [];
        return $"there is no file {file}{Nearest.Suggest(Path.GetFileName(file), known!)}.";
    }
}
