namespace RunbookDsl;

/// <summary>
/// A typed parameter; converts to its value. Values are known while planning and are journaled, so they are
/// no place for secrets.
/// </summary>
public sealed class Parameter<T> : Parameter
{
    private readonly string? _given;
    private readonly bool _hasValue;
    private readonly bool _isPlaceholder;
    private readonly bool _isLater;
    private readonly T? _value;
    private readonly string? _problem;
    private readonly List<(Func<T, bool> Test, string Text)> _rules = [];
    private bool _hasDefault;
    private T _default;

    internal Parameter(string name, string description, SourceLocation where, ParameterSource source)
        : base(name, description, where)
    {
        _given = source.Find(name);
        _default = ParameterText.Placeholder<T>(name);
        _isLater = source.IsLater(name);
        _isPlaceholder = source.AllowsPlaceholders || _isLater;
        if (_given is not null)
            _hasValue = ParameterText.TryParse(_given, out _value, out _problem);
    }

    /// <summary>The value given, else the default.</summary>
    public T Value => _hasValue ? _value! : _default;

    /// <inheritdoc/>
    public override string TypeText => ParameterText.NameOf<T>();

    /// <inheritdoc/>
    public override bool IsRequired => !_hasDefault;

    /// <inheritdoc/>
    public override string? ValueText => _hasValue || _hasDefault ? ParameterText.Format(Value) : null;

    /// <summary>The value, wherever one is wanted.</summary>
    public static implicit operator T(Parameter<T> parameter) => parameter.Value;

    /// <summary>Used when the operator gives none. Read at this point of the script and later.</summary>
    public Parameter<T> Default(T value)
    {
        // What a step of the parent run will give is not what nobody gives.
        if (!_isLater)
            (_hasDefault, _default) = (true, value);
        return this;
    }

    /// <summary>
    /// Refuses values for which <paramref name="test"/> is false, with <paramref name="text"/> as the rule.
    /// </summary>
    public Parameter<T> Must(Func<T, bool> test, string text)
    {
        _rules.Add((test, text));
        return this;
    }

    /// <summary>Refuses values that are not listed.</summary>
    public Parameter<T> OneOf(params T[] values) =>
        Must(
            v => Array.IndexOf(values, v) >= 0,
            $"one of {string.Join(", ", values.Select(ParameterText.Format))}"
        );

    /// <summary>The value as text.</summary>
    public override string ToString() => ParameterText.Format(Value);

    internal override void Validate(AuthoringSession session)
    {
        if (_problem is not null)
            session.Report(
                "RB0112",
                $"parameter '{Name}' wants {TypeText}: '{_given}' {_problem}.",
                session.Inputs.OrderedAt ?? DeclaredAt
            );
        else if (!_hasValue && !_hasDefault && !_isPlaceholder)
            session.Report(
                "RB0111",
                $"parameter '{Name}' ({Description}) has no value: give it with {HowToGive(session)}.",
                session.Inputs.OrderedAt ?? DeclaredAt
            );
        else if (_hasValue || _hasDefault)
            ReportBrokenRules(session);
    }

    private string HowToGive(AuthoringSession session) =>
        session.Inputs.OrderedAt is null ? $"-p {Name}=<{TypeText}>" : $".With(\"{Name}\", …)";

    private void ReportBrokenRules(AuthoringSession session)
    {
        foreach (var (test, text) in _rules)
            if (!test(Value))
                session.Report(
                    "RB0114",
                    $"parameter '{Name}' must be {text}: it is '{ValueText}'.",
                    session.Inputs.OrderedAt ?? DeclaredAt
                );
    }
}
