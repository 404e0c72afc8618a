namespace RunbookDsl.Testing;

/// <summary>The secrets of one rehearsal, and what looks for them where they must not be.</summary>
public sealed class SecretWatch
{
    private const int Shortest = 4;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds a value by its name; very short ones are not looked for.</summary>
    public void Add(string name, string value)
    {
        if (value.Length < Shortest)
            return;
        lock (_gate)
            _names.TryAdd(value, name);
    }

    /// <summary>The name of a secret that stands in <paramref name="text"/>, as it is or escaped for a URL;
    /// null when none does.</summary>
    public string? Find(string text)
    {
        lock (_gate)
            foreach (var (value, name) in _names)
                if (
                    text.Contains(value, StringComparison.Ordinal)
                    || text.Contains(Uri.EscapeDataString(value), StringComparison.Ordinal)
                )
                    return name;
        return null;
    }

    /// <summary>The text with every secret as <c>{secret:NAME}</c>.</summary>
    public string Mask(string text)
    {
        lock (_gate)
            foreach (var (value, name) in _names.OrderByDescending(n => n.Key.Length))
                text = text.Replace(value, $"{{secret:{name}}}", StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(value), $"{{secret:{name}}}", StringComparison.Ordinal);
        return text;
    }
}
