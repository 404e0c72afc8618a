using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>The databases of one rehearsal on a server that is not its own, behind a proxy.</summary>
internal sealed class GivenScene : ISystemScene
{
    private readonly PostgresSystemSpec _spec;
    private readonly GivenServer _server;
    private readonly string _prefix;
    private readonly Stage _stage;
    private readonly FaultProxy _proxy;

    public GivenScene(PostgresSystemSpec spec, GivenServer server, string prefix, Stage stage)
    {
        (_spec, _server, _prefix, _stage) = (spec, server, prefix, stage);
        var target = new ProxyTarget(stage, spec.Name, server.Host, server.Port, server.TerminateAsync)
        {
            Refuse = new GivenRules(spec.Name, prefix).Refuse,
        };
        _proxy = new FaultProxy(target);
        stage.Tokens.Name(_proxy.Port.ToString(CultureInfo.InvariantCulture), "port", spec.Name);
        stage.Tokens.LeaveOut(prefix);
    }

    public void Surround(Surroundings surroundings)
    {
        foreach (var database in _spec.Databases)
        foreach (var secret in database.Secrets)
        {
            surroundings.Secret(secret, _server.Url(_prefix + database.Name, _proxy.Port));
            _stage.Secrets.Add(secret, _server.Password ?? "");
        }
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation) =>
        new GivenState(_spec, _server, _prefix).ReadAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync().ConfigureAwait(false);
        await _server.DropAllAsync(_prefix).ConfigureAwait(false);
    }
}
