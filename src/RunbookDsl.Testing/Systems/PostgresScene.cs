using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>The server of one rehearsal and its replicas, each behind a proxy of its own.</summary>
internal sealed class PostgresScene : ISystemScene
{
    private readonly PostgresSystemSpec _spec;
    private readonly ClusterPool _pool;
    private readonly LentCluster _lent;
    private readonly FaultProxy _proxy;
    private readonly List<FaultProxy> _replicas = [];
    private readonly Stage _stage;
    private readonly int _directUses;

    public PostgresScene(PostgresSystemSpec spec, ClusterPool pool, LentCluster lent, Stage stage)
    {
        (_spec, _pool, _lent, _stage) = (spec, pool, lent, stage);
        _proxy = Front(spec.Name, lent.Cluster);
        _directUses = lent.Cluster.DirectUses;
        for (var i = 0; i < spec.Replicas.Length; i++)
            _replicas.Add(Front(spec.Replicas[i].Name, lent.Standbys[i]));
    }

    public LocalCluster Cluster => _lent.Cluster;

    public IReadOnlyList<LocalCluster> Standbys => _lent.Standbys;

    public void Surround(Surroundings surroundings)
    {
        // Debian's pg_dump on PATH is a script that looks for the real one, a tenth of a second each time.
        if (Cluster.ToolFolder is { } folder)
            surroundings.Folder(folder);
        foreach (var database in _spec.Databases)
        foreach (var secret in database.Secrets)
            Give(surroundings, secret, Cluster.Url(database.Name, _proxy.Port));
        for (var i = 0; i < _replicas.Count; i++)
            foreach (var (secret, database) in _spec.Replicas[i].Secrets)
                Give(surroundings, secret, Cluster.Url(database, _replicas[i].Port));
    }

    public async Task<SystemState> StateAsync(CancellationToken cancellation)
    {
        var isFirst = IsUntouched;
        if (isFirst && _lent.FirstState.State is { } known)
            return known;
        var state = await new ClusterState(_spec, _lent).ReadAsync(cancellation).ConfigureAwait(false);
        if (isFirst && IsUntouched)
            _lent.FirstState.State = state;
        return state;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync().ConfigureAwait(false);
        foreach (var replica in _replicas)
            await replica.DisposeAsync().ConfigureAwait(false);
        _pool.Return(_lent);
    }

    private bool IsUntouched =>
        !_proxy.IsUsed
        && !_replicas.Any(r => r.IsUsed)
        && Cluster.DirectUses == _directUses
        && Standbys.All(s => s.DirectUses == 0);

    private FaultProxy Front(string name, LocalCluster cluster)
    {
        var target = new ProxyTarget(_stage, name, "127.0.0.1", cluster.Port, cluster.TerminateAsync);
        var proxy = new FaultProxy(target);
        NamePort(proxy.Port, name);
        NamePort(cluster.Port, $"{name}-server");
        _stage.Tokens.Name(cluster.Folder, "dir", name);
        return proxy;
    }

    private void Give(Surroundings surroundings, string secret, string url)
    {
        surroundings.Secret(secret, url);
        _stage.Secrets.Add(secret, Cluster.Password);
    }

    private void NamePort(int port, string name) =>
        _stage.Tokens.Name(port.ToString(CultureInfo.InvariantCulture), "port", name);
}
