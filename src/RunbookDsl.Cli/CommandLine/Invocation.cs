namespace RunbookDsl.Cli;

/// <summary>A command line, understood.</summary>
internal sealed class Invocation(CommandSpec command)
{
    private readonly List<(string Name, string Value)> _options = [];
    private readonly List<string> _arguments = [];

    public CommandSpec Command => command;

    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>The argument at this position, or null.</summary>
    public string? Argument(int position) => position < _arguments.Count ? _arguments[position] : null;

    public bool Has(string option) => Value(option) is not null;

    /// <summary>The last value given; empty for a switch; null when it was not given.</summary>
    public string? Value(string option)
    {
        for (var i = _options.Count - 1; i >= 0; i--)
            if (_options[i].Name == option)
                return _options[i].Value;
        return null;
    }

    public List<string> Values(string option)
    {
        var values = new List<string>();
        foreach (var (name, value) in _options)
            if (name == option)
                values.Add(value);
        return values;
    }

    public void Add(OptionSpec option, string value)
    {
        if (!option.Repeats && Has(option.Name))
            throw new UsageException($"{option.Name} is given twice.", command);
        _options.Add((option.Name, value));
    }

    public void Add(string argument) => _arguments.Add(argument);
}
