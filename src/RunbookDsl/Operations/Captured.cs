namespace RunbookDsl;

/// <summary>
/// Values read from the world just before a step changed them, by name. Journaled with the intent, shown on
/// the restore list, and given back to the undo: an undo puts these back, never a constant.
/// </summary>
public sealed class Captured
{
    private readonly KeyValuePair<string, string?>[] _values;

    /// <summary>Keeps <paramref name="values"/> in this order; a null value means "was not set".</summary>
    public Captured(params KeyValuePair<string, string?>[] values) => _values = values;

    /// <summary>One captured value.</summary>
    public static Captured Of(string name, string? value) =>
        new(new KeyValuePair<string, string?>(name, value));

    /// <summary>A copy with one more value.</summary>
    public Captured And(string name, string? value) => new([.. _values, new(name, value)]);

    /// <summary>All values, in the order they were captured.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Values => _values;

    /// <summary>The value of <paramref name="name"/>; null when it was not set.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name was captured.</exception>
    public string? this[string name]
    {
        get
        {
            foreach (var pair in _values)
                if (pair.Key == name)
                    return pair.Value;
            throw new KeyNotFoundException(
                $"nothing named '{name}' was captured before the change; known: {this}"
            );
        }
    }

    /// <summary><c>ttl=300, proxied=(not set)</c>.</summary>
    public override string ToString() =>
        string.Join(", ", _values.Select(v => $"{v.Key}={v.Value ?? "(not set)"}"));
}
