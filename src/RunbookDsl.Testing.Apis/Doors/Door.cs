using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RunbookDsl.Http;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// The one web server of a rehearsal: every API and site of its world answers here, over HTTP and TLS, to
/// clients that come through the proxy, by an address of their own, or from within this process. Nothing
/// leads out of the world.
/// </summary>
public sealed class Door : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, DoorVisit> _announced = new();
    private readonly ConcurrentDictionary<int, bool> _passed = new();
    private readonly Lock _gate = new();
    private readonly Lazy<Task<DoorServer>> _server;
    private readonly Lazy<string> _authority;
    private readonly DoorListener _listener;
    private ImmutableList<DoorListener> _origins = [];
    private ImmutableDictionary<int, IReadOnlyList<ApiFake>> _byPort = ImmutableDictionary<
        int,
        IReadOnlyList<ApiFake>
    >.Empty;
    private ImmutableList<ApiFake> _fakes = [];

    internal Door(Stage stage)
    {
        AspNetFramework.Need();
        Stage = stage;
        Dispatcher = new ApiDispatcher(stage);
        Map = new DoorMap(stage);
        _server = new(Start);
        _authority = new(WriteAuthority);
        _listener = new DoorListener([], WelcomeAsync);
        stage.Tokens.Name(Text(Port), "port", "http");
    }

    /// <summary>The port on 127.0.0.1, of the web server and of the proxy.</summary>
    public int Port => _listener.Port;

    /// <summary>The PEM file of the authority that signs for the hosts of this world.</summary>
    public string AuthorityFile => _authority.Value;

    /// <summary>The port through which HTTP operations of this process get here.</summary>
    public IHttpConnector Connector => new DoorConnector(this);

    /// <summary>Who answers, in the order they were added.</summary>
    public IReadOnlyList<ApiFake> Fakes => _fakes;

    internal Stage Stage { get; }

    internal ApiDispatcher Dispatcher { get; }

    internal DoorMap Map { get; }

    /// <summary>Lets a fake answer for its hosts. A fake that is there already is not added again.</summary>
    public void Serve(ApiFake fake)
    {
        ArgumentNullException.ThrowIfNull(fake);
        lock (_gate)
            if (!_fakes.Contains(fake))
                _fakes = _fakes.Add(fake);
    }

    /// <summary>
    /// A base URL for clients that are given one, <c>http://127.0.0.1:PORT</c>. Whatever host is asked for,
    /// the first of these fakes that has a route for the request answers.
    /// </summary>
    public Uri Origin(params IReadOnlyList<ApiFake> fakes)
    {
        ArgumentNullException.ThrowIfNull(fakes);
        if (fakes.Count == 0)
            throw new ArgumentException("an origin needs somebody who answers.", nameof(fakes));
        foreach (var fake in fakes)
            Serve(fake);
        var listener = new DoorListener(fakes, WelcomeAsync);
        Stage.Tokens.Name(Text(listener.Port), "port", fakes[0].System);
        lock (_gate)
        {
            _origins = _origins.Add(listener);
            _byPort = _byPort.Add(listener.Port, fakes);
        }
        return new Uri($"http://127.0.0.1:{Text(listener.Port)}");
    }

    /// <summary>
    /// Leads the programs of every step here, with the proxy variables that they know, and the HTTP
    /// operations. Called by each system that has hosts; several times does no harm.
    /// </summary>
    public void Surround(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var proxy = $"http://{{step}}:x@127.0.0.1:{Text(Port)}";
        foreach (var name in (string[])["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])
            surroundings.Variable(name, proxy);
        // What the operator has set there would lead past the world.
        foreach (var name in (string[])["NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"])
            surroundings.Variable(name, "");
        foreach (var name in (string[])["CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
            surroundings.Variable(name, AuthorityFile);
        foreach (var name in (string[])["NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE", "GIT_SSL_CAINFO"])
            surroundings.Variable(name, AuthorityFile);
        surroundings.Variable("WGETRC", WgetSettings());
        surroundings.Port(Connector);
    }

    /// <summary>Ends all connections and closes the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        foreach (var origin in _origins)
            await origin.DisposeAsync().ConfigureAwait(false);
        if (_server.IsValueCreated)
            await (await _server.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Says who will come from this port of this machine.</summary>
    internal void Announce(int port, DoorVisit visit) => _announced[port] = visit;

    internal void Recognise(int port, DoorVisit visit)
    {
        if (!_announced.TryRemove(port, out var known))
            return;
        (visit.Step, visit.Address) = (known.Step, known.Address);
    }

    /// <summary>Lets operations connect to a server of this world that does not speak HTTP.</summary>
    /// <param name="port">Its port on loopback.</param>
    internal void Pass(int port) => _passed.TryAdd(port, true);

    /// <summary>Whether such a server is there.</summary>
    internal bool IsPassed(string host, int port) => IsLoopback(host) && _passed.ContainsKey(port);

    /// <summary>Where a connection leads; one that leads nowhere is a finding.</summary>
    internal DoorReach Reach(string host, int port, string? step)
    {
        if (IsLoopback(host) && port == Port)
            return new(null);
        if (IsLoopback(host) && _byPort.TryGetValue(port, out var origin))
            return new(null) { Fakes = origin };
        var answer = Map.Reach(_fakes, host, port);
        if (answer is { IsOutside: true, Trouble: { } trouble })
            Stage.Blame(Findings.Outside, trouble, step);
        return answer;
    }

    /// <summary>Who answers a request; null when nobody of this world does.</summary>
    internal ApiFake? Find(ApiRequest request, int port, DoorVisit visit)
    {
        if (visit.Fakes.Count > 0)
            return ByRoute(visit.Fakes, request) ?? visit.Fakes[0];
        if (IsLoopback(request.Host))
            return _byPort.TryGetValue(port, out var origin)
                ? ByRoute(origin, request) ?? origin[0]
                : ByRoute(_fakes, request);
        return Map.Find(_fakes, request.Host, request.Address);
    }

    /// <summary>The name that a server there would show a certificate for; null when there is none.</summary>
    internal string? CertificateName(string name, string? host, DoorVisit visit) =>
        Map.CertificateName(_fakes, name.Length > 0 ? name : host ?? "", visit.Address);

    internal static bool IsLoopback(string host) => host is "127.0.0.1" or "localhost" or "::1";

    private static ApiFake? ByRoute(IReadOnlyList<ApiFake> fakes, ApiRequest request) =>
        fakes.FirstOrDefault(f => ApiDispatcher.Knows(f, request));

    // The types of the web server are looked for when this is compiled, not before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<DoorServer> Start() => DoorServer.StartAsync(this);

    private async Task WelcomeAsync(Socket socket, DoorVisit visit)
    {
        try
        {
            var server = await _server.Value.ConfigureAwait(false);
            await server.WelcomeAsync(socket, visit).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private string WriteAuthority()
    {
        var file = Path.Combine(Stage.Directory, "authority.pem");
        File.WriteAllText(file, DoorAuthority.Current.Trust.ExportCertificatePem() + "\n");
        return Stage.Tokens.Name(file, "dir", "authority.pem");
    }

    // wget knows no variable for an authority.
    private string WgetSettings()
    {
        var file = Path.Combine(Stage.Directory, "wgetrc");
        File.WriteAllText(file, $"ca_certificate = {AuthorityFile}\n");
        return Stage.Tokens.Name(file, "dir", "wgetrc");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
