namespace RunbookDsl.Engine.Tests.Support;

/// <summary>The world: switches with values, and a count of everything done to them.</summary>
internal sealed class EffectServer
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Every effect in the order it happened: <c>set a=on</c>.</summary>
    public List<string> Effects { get; } = [];

    /// <summary>Called before each effect with the name of the value.</summary>
    public Action<string>? OnEffect { get; set; }

    /// <summary>The whole world in one line, for comparison.</summary>
    public string Picture()
    {
        lock (_gate)
            return string.Join(
                ' ',
                _values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}")
            );
    }

    public string? Get(string name)
    {
        lock (_gate)
            return _values.GetValueOrDefault(name);
    }

    public void Set(string name, string? value)
    {
        OnEffect?.Invoke(name);
        lock (_gate)
        {
            Effects.Add($"{name}={value ?? "(none)"}");
            if (value is null)
                _values.Remove(name);
            else
                _values[name] = value;
        }
    }

    /// <summary>Sets a value without counting it: the world before the run.</summary>
    public void Prepare(string name, string value) => _values[name] = value;

    public int Count(string effect)
    {
        lock (_gate)
            return Effects.Count(e => e == effect);
    }
}
