namespace RunbookDsl.Engine;

/// <summary>The ports that operations may ask for, composed once where the run is started.</summary>
public sealed class PortRegistry
{
    private readonly Dictionary<Type, object> _ports;

    private PortRegistry(Dictionary<Type, object> ports) => _ports = ports;

    /// <summary>No ports.</summary>
    public static PortRegistry Empty { get; } = new([]);

    /// <summary>A copy in which <typeparamref name="T"/> is provided by <paramref name="port"/>.</summary>
    public PortRegistry With<T>(T port)
        where T : class => new(new Dictionary<Type, object>(_ports) { [typeof(T)] = port });

    /// <summary>The port, or null.</summary>
    public T? Find<T>()
        where T : class => _ports.GetValueOrDefault(typeof(T)) as T;
}
