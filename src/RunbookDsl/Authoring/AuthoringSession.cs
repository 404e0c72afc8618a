namespace RunbookDsl;

/// <summary>
/// Collects what one script says while it is read. The only mutable thing between the script and its plan; a
/// host enters it, runs the script, and calls <see cref="Build"/>.
/// </summary>
public sealed class AuthoringSession
{
    private static readonly AsyncLocal<AuthoringSession?> Ambient = new();
    private readonly List<AuthoringError> _errors = [];
    private readonly Dictionary<string, Parameter> _parameters = [];
    private readonly Dictionary<string, SecretReference> _secrets = [];
    private readonly PlanNode _root = PlanNode.Sequence();
    private PlanNode _group;
    private Scope _scope = Scope.Root;
    private RunbookHeader _header;
    private bool _hasHeader;

    /// <summary>Begins an empty session.</summary>
    public AuthoringSession(AuthoringInputs inputs)
    {
        Inputs = inputs;
        _group = _root;
        _header = new RunbookHeader
        {
            Title = Path.GetFileNameWithoutExtension(inputs.ScriptPath),
            WindowStart = inputs.WindowStart,
        };
        ParameterValues = new ParameterSource(inputs.Parameters, inputs.AllowsPlaceholders)
        {
            Later = inputs.Later,
        };
    }

    /// <summary>What the plan may depend on.</summary>
    public AuthoringInputs Inputs { get; }

    /// <summary>
    /// The code behind the steps of the script that is being read, set by the host before it runs one. Null:
    /// the plan's steps have no <see cref="PlannedStep.Code"/>.
    /// </summary>
    public CodeTable? Code { get; set; }

    internal ParameterSource ParameterValues { get; }

    /// <summary>The session that the verbs of this flow of control speak to.</summary>
    /// <exception cref="InvalidOperationException">No session was entered: the verbs only work inside a
    /// runbook script.</exception>
    public static AuthoringSession Current =>
        Ambient.Value
        ?? throw new InvalidOperationException(
            "The verbs of RunbookDsl only work while a runbook script is read: start it with `runbook exec "
                + "FILE.csx`."
        );

    /// <summary>Makes this session the current one until the result is disposed.</summary>
    public IDisposable Enter()
    {
        var before = Ambient.Value;
        Ambient.Value = this;
        return new Restore(() => Ambient.Value = before);
    }

    /// <summary>Adds a mistake; all of them are reported together by <see cref="Build"/>.</summary>
    public void Report(string id, string message, SourceLocation where) =>
        _errors.Add(new(id, message, where));

    /// <summary>Adds mistakes of a script that this one begins.</summary>
    internal void Take(IReadOnlyList<AuthoringError> errors) => _errors.AddRange(errors);

    internal DateTimeOffset? WindowStart => _header.WindowStart;

    internal TimeSpan WindowLength => _header.WindowLength;

    /// <summary>The plan, for operations that speak about it once they run.</summary>
    internal PlanReference Planned { get; } = new();

    /// <summary>The immutable plan of what the script said.</summary>
    /// <exception cref="AuthoringException">The script is wrong; holds every mistake.</exception>
    public Plan Build()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Validate(this);
        foreach (var name in Inputs.Parameters.Keys)
            if (!_parameters.ContainsKey(name))
                Report("RB0113", Unknown(name), Inputs.OrderedAt ?? DeclaredNear(name));
        foreach (var name in Inputs.Later)
            if (!_parameters.ContainsKey(name))
                Report("RB0113", Unknown(name), Inputs.OrderedAt ?? DeclaredNear(name));
        var parameters = new Parameter[_parameters.Count];
        _parameters.Values.CopyTo(parameters, 0);
        return Planned.Plan = new Planner(_header, parameters, [.. _secrets.Values], _errors).Build(
            _root,
            Inputs.ScriptPath
        );
    }

    /// <summary>
    /// Takes note of a secret of the script that is being read, if one is; the last word counts.
    /// </summary>
    internal static SecretReference Declared(SecretReference secret)
    {
        if (Ambient.Value is { } session)
            session._secrets[secret.Name] = secret;
        return secret;
    }

    internal void ChangeHeader(Func<RunbookHeader, RunbookHeader> change) => _header = change(_header);

    internal RunbookBuilder BeginRunbook(string title, SourceLocation where)
    {
        var isIncluded = _scope.Prefix.Length > 0;
        if (_hasHeader && !isIncluded)
            Report(
                "RB0123",
                $"Runbook(\"{title}\") is a second header: a runbook has one, at its top.",
                where
            );
        // An included runbook keeps the header of the one that includes it.
        if (_hasHeader || isIncluded)
            return new RunbookBuilder(new AuthoringSession(Inputs));
        _hasHeader = true;
        _header = _header with { Title = title };
        return new RunbookBuilder(this);
    }

    internal StepDraft AddStep(string name, SourceLocation where)
    {
        var slug = Slug.Of(name);
        if (slug.Length == 0)
            Report("RB0115", $"\"{name}\" has no letter or digit to make an id of: name the step.", where);
        var code = Code?.Find(where.File, where.Line, name);
        var spec = new StepSpec
        {
            Id = _scope.Id(slug),
            Name = name,
            Where = where with { Hint = name, Column = code?.Column ?? 0 },
            Code = code,
        };
        var slot = new StepSlot(spec, _scope, slug);
        _group.Add(PlanNode.Step(slot, _scope));
        return new StepDraft(this, slot);
    }

    internal Parameter<T> AddParameter<T>(string name, string description, SourceLocation where)
    {
        if (_parameters.TryGetValue(name, out var known) && known is Parameter<T> same)
            return same;
        if (known is not null)
            Report("RB0120", $"parameter '{name}' is {known.TypeText} at {known.DeclaredAt} already.", where);
        var parameter = new Parameter<T>(name, description, where, ParameterValues);
        _parameters[name] = parameter;
        return parameter;
    }

    /// <summary>Runs <paramref name="body"/> with its steps in a group of their own.</summary>
    internal void InGroup(PlanNode group, Scope? scope, Action body)
    {
        var (outer, outerScope) = (_group, _scope);
        outer.Add(group);
        (_group, _scope) = (group, scope ?? outerScope);
        try
        {
            body();
        }
        finally
        {
            (_group, _scope) = (outer, outerScope);
        }
    }

    internal Scope CurrentScope => _scope;

    /// <summary>Takes in an included script, which has nothing to wait for while it is read.</summary>
    internal void Read(Task reading, string path, SourceLocation where)
    {
        if (!reading.IsCompleted)
            Report("RB0118", $"\"{path}\" waits for something while it is read: only steps may wait.", where);
        else if (reading.Exception?.InnerException is AuthoringException inner)
            _errors.AddRange(inner.Errors);
        else if (reading.Exception?.InnerException is { } failure)
            Report("RB0118", $"\"{path}\" cannot be included: {failure.Message}", where);
    }

    private string Unknown(string name) =>
        _parameters.Count == 0
            ? $"unknown parameter '{name}': this runbook takes none."
            : $"unknown parameter '{name}'{Nearest.Suggest(name, _parameters.Keys)}; it takes "
                + $"{string.Join(", ", _parameters.Values.Select(Declared))}.";

    private string Declared(Parameter parameter) =>
        parameter.DeclaredAt.File == Inputs.ScriptPath
            ? $"{parameter.Name} (line {parameter.DeclaredAt.Line})"
            : $"{parameter.Name} ({parameter.DeclaredAt})";

    // Where the one that was meant is declared, else where the first is.
    private SourceLocation DeclaredNear(string name) =>
        Nearest.Find(name, _parameters.Keys) is { } near ? _parameters[near].DeclaredAt
        : _parameters.Count > 0 ? _parameters.Values.First().DeclaredAt
        : new(Inputs.ScriptPath, 1, "Param");

    private sealed class Restore(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
