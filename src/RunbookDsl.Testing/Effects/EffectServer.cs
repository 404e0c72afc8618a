namespace RunbookDsl.Testing;

/// <summary>
/// The outside world of a crash test: named values, and every effect on them with its key and time. It
/// survives every crash of the runner, as the real world does.
/// </summary>
public sealed class EffectServer
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<Effect> _log = [];

    internal EffectServer() { }

    /// <summary>Every effect so far, in order.</summary>
    public IReadOnlyList<Effect> Log
    {
        get
        {
            lock (_gate)
                return [.. _log];
        }
    }

    /// <summary>Called before an effect; what it throws keeps the effect from happening.</summary>
    internal Action<Effect>? Before { get; set; }

    /// <summary>Sets a value without counting it: the world before the run.</summary>
    public void Prepare(string name, string value)
    {
        lock (_gate)
            _values[name] = value;
    }

    /// <summary>A person takes the value away by hand; not counted.</summary>
    internal void Remove(string name)
    {
        lock (_gate)
            _values.Remove(name);
    }

    /// <summary>A value; null when it is not set.</summary>
    public string? Get(string name)
    {
        lock (_gate)
            return _values.GetValueOrDefault(name);
    }

    /// <summary>Changes a value and counts it as the effect <c>name=value</c> of the step.</summary>
    /// <param name="step">The running step.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="value">What it becomes; null removes it.</param>
    public void Set(StepContext step, string name, string? value) =>
        Happen(
            step,
            $"{name}={value ?? "(none)"}",
            () =>
            {
                if (value is null)
                    _values.Remove(name);
                else
                    _values[name] = value;
            }
        );

    /// <summary>Counts an effect that leaves nothing to look at: a mail, a restart.</summary>
    public void Do(StepContext step, string effect) => Happen(step, effect, () => { });

    /// <summary>How often the step <paramref name="stepId"/> had the effect.</summary>
    public int Count(string stepId, string what)
    {
        lock (_gate)
            return _log.Count(e => e.StepId == stepId && e.What == what);
    }

    /// <summary>All values in one line, by name: <c>page=on ttl=60</c>.</summary>
    public string Picture()
    {
        lock (_gate)
            return string.Join(' ', _values.Select(v => $"{v.Key}={v.Value}"));
    }

    /// <summary>
    /// An operation that sets a value: convergent, with probe, captured value, verification and undo.
    /// </summary>
    public Operation<Unit> Setting(string name, string value) => new SettingOperation(this, name, value);

    private void Happen(StepContext step, string what, Action change)
    {
        var effect = new Effect(step.StepId, what, step.IdempotencyKey, step.Clock.GetUtcNow());
        Before?.Invoke(effect);
        lock (_gate)
        {
            _log.Add(effect);
            change();
        }
    }
}
