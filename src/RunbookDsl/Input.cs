namespace RunbookDsl;

/// <summary>
/// An argument that is known now, or will be when an earlier step has run. Converts from a value, from an
/// <see cref="Output{T}"/> and from the step that produces it.
/// </summary>
public sealed class Input<T>
{
    private readonly T? _value;

    private Input(T? value, Output<T>? output) => (_value, Output) = (value, output);

    /// <summary>The step result it stands for; null when the value is known now.</summary>
    public Output<T>? Output { get; }

    /// <summary>The outputs read: none or one.</summary>
    public IReadOnlyList<Output> Reads => Output is null ? [] : [Output];

    /// <summary>The value, when known now.</summary>
    internal T? Known => _value;

    /// <summary>Wraps a value.</summary>
    public static implicit operator Input<T>(T value) => new(value, null);

    /// <summary>Wraps a step's result.</summary>
    public static implicit operator Input<T>(Output<T> output) => new(default, output);

    /// <summary>The value as text, or <c>result of "step"</c>.</summary>
    public override string ToString() => Output is null ? $"{_value}" : Output.ToString();
}
