namespace RunbookDsl.Engine;

/// <summary>The ports that operations may ask for, composed once where the run is started.</summary>
public sealed class PortRegistry
{
    private readonly Dictionary<Type, object> _ports;
    private readonly Dictionary<string, Lazy<object>> _late;

    private PortRegistry(Dictionary<Type, object> ports, Dictionary<string, Lazy<object>> late) =>
        (_ports, _late) = (ports, late);

    /// <summary>No ports.</summary>
    public static PortRegistry Empty { get; } = new([], []);

    /// <summary>A copy in which <typeparamref name="T"/> is provided by <paramref name="port"/>.</summary>
    public PortRegistry With<T>(T port)
        where T : class => new(new Dictionary<Type, object>(_ports) { [typeof(T)] = port }, _late);

    /// <summary>
    /// A copy in which a port is made when it is first asked for, so that its assembly is loaded by runs
    /// that use it only.
    /// </summary>
    /// <param name="type">Full name of the port's interface.</param>
    /// <param name="make">Called at most once.</param>
    public PortRegistry WithLate(string type, Func<object> make) =>
        new(_ports, new Dictionary<string, Lazy<object>>(_late) { [type] = new(make) });

    /// <summary>A copy with the ports of <paramref name="other"/>, which go before these.</summary>
    public PortRegistry And(PortRegistry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (ports, late) = (
            new Dictionary<Type, object>(_ports),
            new Dictionary<string, Lazy<object>>(_late)
        );
        foreach (var (type, port) in other._ports)
            ports[type] = port;
        foreach (var (type, make) in other._late)
            late[type] = make;
        return new(ports, late);
    }

    /// <summary>The port, or null.</summary>
    public T? Find<T>()
        where T : class =>
        _ports.GetValueOrDefault(typeof(T)) as T ?? _late.GetValueOrDefault(typeof(T).FullName!)?.Value as T;
}
