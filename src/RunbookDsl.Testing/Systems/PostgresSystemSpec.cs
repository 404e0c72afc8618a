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

    /// <summary>The image to run in a container; null uses the binaries of this machine.</summary>
    public string? Image { get; init; }

    /// <summary>
    /// Who runs <see cref="Image"/>: <c>docker</c> or <c>testcontainers</c>. Default null: what
    /// <c>RUNBOOK_CONTAINERS</c> says, else <c>docker</c>.
    /// </summary>
    public string? ContainerClient { get; init; }

    /// <summary>How the world file says that it runs in a container; null when it does not.</summary>
    private string? ContainerVerb =>
        Image is null ? null
        : ContainerClient is null ? ".Docker(…)"
        : ".Testcontainers(…)";

    /// <summary>Connection string of a server to make its databases on; null starts one. Default
    /// null.</summary>
    public string? Address { get; init; }

    /// <summary>Why it cannot be on a server that others use, in the words of the world file; null when it
    /// can.</summary>
    internal string? NeedsOwnServer =>
        IsOwnCluster ? ".OwnCluster()"
        : !Replicas.IsEmpty ? $".Replica(\"{Replicas[0].Name}\")"
        : !Settings.IsEmpty ? $".Setting(\"{Settings.Keys.First()}\", …)"
        : null;

    /// <summary>Its replicas. A server with any is never lent twice.</summary>
    public ImmutableArray<ReplicaSpec> Replicas { get; init; } = [];

    /// <summary>Whether each rehearsal gets a server that no other one had before. Default false.</summary>
    public bool IsOwnCluster { get; init; }

    /// <summary>Tables and columns whose content is no part of the state: <c>orders.updated_at</c>.</summary>
    public ImmutableSortedSet<string> Ignored { get; init; } = ImmutableSortedSet<string>.Empty;

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
        if (ContainerVerb is { } verb && !Replicas.IsEmpty)
            session.Report(
                "RB0207",
                $"'{Name}' runs in a container and cannot have a replica: leave out {verb}.",
                Where
            );
        if (Address is not null && (NeedsOwnServer ?? ContainerVerb) is { } because)
            session.Report(
                "RB0207",
                $"'{Name}' cannot have {because} on a server that others use: leave out .At(…).",
                Where
            );
        foreach (var replica in Replicas)
        foreach (var (secret, database) in replica.Secrets)
        {
            session.Claim(secret, replica.Where);
            var known = Databases.Select(d => d.Name).Append("postgres").ToArray();
            if (!known.Contains(database))
                session.Report(
                    "RB0207",
                    $"'{Name}' has no database '{database}'{Nearest.Suggest(database, known)}.",
                    replica.Where
                );
        }
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
        if (GivenIn(options.Environment) is { } address)
            return await GivenSystem.StartAsync(this, address, cancellation).ConfigureAwait(false);
        var family = new ClusterFamily(
            this,
            new ClusterOptions(options.Environment)
            {
                Major = Version,
                Image = Image,
                ContainerClient = ContainerClient,
                Settings = Settings,
                RandomBytes = options.RandomBytes,
            }
        );
        var first = await family.BeginAsync(!options.IsForOneScene, cancellation).ConfigureAwait(false);
        return new PostgresSystem(this, new ClusterPool(family, first));
    }

    private GivenAddress? GivenIn(IReadOnlyDictionary<string, string> environment) =>
        Address is not null ? GivenAddress.Read(Address, ".At(…)")
        : Image is null && environment.GetValueOrDefault(GivenAddress.Variable) is { Length: > 0 } given
            ? GivenAddress.Read(given, GivenAddress.Variable)
        : null;

    private static string Missing(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var known = Directory.Exists(folder) ? Directory.GetFiles(folder).Select(Path.GetFileName) : [];
        return $"there is no file {file}{Nearest.Suggest(Path.GetFileName(file), known!)}.";
    }
}
