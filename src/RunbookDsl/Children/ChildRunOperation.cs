using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl;

/// <summary>
/// Runs another runbook as a run of its own: with its own journal, its own resume and its own undo. Its
/// steps are not the parent's, as those of an <c>Include</c> are. What the child does is read while the
/// parent is planned.
/// </summary>
/// <remarks>
/// After an interruption the same child run is gone on with. An edited child is a change of the parent's
/// step. Secrets are the parent's, by name.
/// </remarks>
public sealed record ChildRunOperation : Operation<ChildRunResult>
{
    private readonly string _script;
    private readonly SourceLocation _where;
    private IChildScripts? _scripts;
    private ChildArgument[] _arguments = [];
    private AuthoringInputs? _inputs;
    private ChildScript? _read;

    internal ChildRunOperation(string script, SourceLocation where) => (_script, _where) = (script, where);

    /// <summary>What the child will do; results of earlier steps stand in it as placeholders.</summary>
    /// <exception cref="InvalidOperationException">No step runs it, so nobody has read it.</exception>
    public Plan Plan =>
        _read?.Plan
        ?? throw new InvalidOperationException(
            $"The child run of \"{_script}\" was not read: only a step can run it, "
                + "Step(\"…\").Run(ChildRun(\"…\"))."
        );

    /// <inheritdoc/>
    public override string Kind => "ChildRun";

    /// <inheritdoc/>
    public override string Description =>
        _read is null
            ? $"run {_script} as a run of its own"
            : $"run \"{Plan.Header.Title}\" as a run of its own: {Count()}";

    /// <summary>Read-only when every step of the child is; else a second run does harm.</summary>
    public override EffectClass Effect =>
        _read is not null && ChildPlans.IsReadOnly(Plan) ? EffectClass.ReadOnly : EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string? Target => _read is null ? null : ChildPlans.Targets(Plan);

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts
    {
        get
        {
            var facts = new List<Fact> { new("script", _script) };
            foreach (var argument in _arguments)
                facts.Add(argument.Fact);
            if (_read is not null)
                facts.Add(new("plan", Plan.Hash));
            return facts;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads
    {
        get
        {
            var reads = new List<Output>();
            foreach (var argument in _arguments)
                if (argument.Output is { } output)
                    reads.Add(output);
            return reads;
        }
    }

    /// <summary>The child's secrets: looked up before the parent's first step.</summary>
    public override IReadOnlyList<SecretReference> Secrets => _read is null ? [] : ChildPlans.Secrets(Plan);

    /// <inheritdoc/>
    public override string? Verification => "the child run's journal ends with done";

    /// <inheritdoc/>
    public override string? UndoDescription =>
        ChildPlans.IsReadOnly(_read?.Plan) ? null : "take the child run back, its last step first";

    /// <inheritdoc/>
    public override TimeSpan? Expected => _read is null ? null : ChildPlans.Expected(Plan);

    /// <inheritdoc/>
    protected override JsonTypeInfo<ChildRunResult> JsonInfo => CoreJson.Default.ChildRunResult;

    /// <summary>A copy that gives the child a parameter as text.</summary>
    public ChildRunOperation With(string name, string value) => And(new ChildArgument(name, value));

    /// <summary>A copy that hands a parameter of the parent down to the child.</summary>
    public ChildRunOperation With<T>(string name, Parameter<T> value) =>
        And(new ChildArgument(name, value.ValueText));

    /// <summary>
    /// A copy that gives the child the result of an earlier step, as text. The child's plan is read again
    /// when the result is there.
    /// </summary>
    public ChildRunOperation With<T>(string name, Output<T> value) =>
        And(new ChildArgument(name, null, value, c => ParameterText.Format(c.Read(value))));

    /// <inheritdoc cref="With{T}(string, Output{T})"/>
    public ChildRunOperation With<T>(string name, StepBuilder<T> step) => With(name, step.Output);

    /// <summary>The child's parameters by name, with what earlier steps gave.</summary>
    public IReadOnlyDictionary<string, string> Values(StepContext context)
    {
        var values = new Dictionary<string, string>();
        foreach (var argument in _arguments)
            values[argument.Name] = argument.ValueIn(context);
        return values;
    }

    /// <summary>
    /// The child's plan with these parameters; the one that was read before where they add nothing.
    /// </summary>
    /// <exception cref="AuthoringException">The child refuses a value.</exception>
    public ChildScript ReadWith(IReadOnlyDictionary<string, string> values) =>
        _inputs is null || _scripts is null || _inputs.Later.Count == 0
            ? _read ?? new ChildScript(Plan, [])
            : _scripts.Read(_inputs with { Parameters = values, Later = [] });

    /// <inheritdoc/>
    public override Task<ChildRunResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        context.Port<IChildRuns>().RunAsync(this, context);

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var look = await context.Port<IChildRuns>().LookAsync().ConfigureAwait(false);
        return look.Standing switch
        {
            ChildStanding.Done => Probe.Done(look.Evidence, new ChildRunResult(look.RunId!, "done")),
            ChildStanding.None or ChildStanding.Open => Probe.NotDone(look.Evidence),
            ChildStanding.AtWork => Probe.InFlight(look.Evidence),
            ChildStanding.RolledBack => Probe.Conflict(look.Evidence),
            _ => Probe.Unknown(look.Evidence),
        };
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        ChildRunResult result,
        CancellationToken cancellation
    )
    {
        var look = await context.Port<IChildRuns>().LookAsync().ConfigureAwait(false);
        return look.Standing == ChildStanding.Done
            ? Verdict.Pass(look.Evidence)
            : Verdict.Fail(look.Evidence);
    }

    /// <inheritdoc/>
    public override Task UndoAsync(
        StepContext context,
        ChildRunResult result,
        CancellationToken cancellation
    ) => context.Port<IChildRuns>().TakeBackAsync(this, context);

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        var look = await context.Port<IChildRuns>().LookAsync().ConfigureAwait(false);
        return look.Standing switch
        {
            ChildStanding.None or ChildStanding.RolledBack => Probe.Done(look.Evidence),
            ChildStanding.AtWork => Probe.InFlight(look.Evidence),
            ChildStanding.Unreadable => Probe.Unknown(look.Evidence),
            _ => Probe.NotDone(look.Evidence),
        };
    }

    /// <inheritdoc/>
    public override bool HasOwnRun => true;

    internal override Operation ReadBy(AuthoringSession session) => Read(session);

    /// <summary>A copy that knows what the child will do. Mistakes of the child are the session's.</summary>
    internal ChildRunOperation Read(AuthoringSession session)
    {
        if (session.Inputs.Children is not { } scripts)
        {
            session.Report(
                "RB0140",
                $"\"{_script}\" cannot be a child run here: this host reads single files only.",
                _where
            );
            return this;
        }
        var inputs = Inputs(session);
        try
        {
            return this with { _scripts = scripts, _inputs = inputs, _read = scripts.Read(inputs) };
        }
        catch (AuthoringException e)
        {
            session.Take(e.Errors);
            return this;
        }
    }

    private AuthoringInputs Inputs(AuthoringSession session)
    {
        var values = new Dictionary<string, string>();
        var later = new List<string>();
        foreach (var argument in _arguments)
            if (argument.Text is { } text)
                values[argument.Name] = text;
            else
                later.Add(argument.Name);
        return session.Inputs with
        {
            ScriptPath = ChildPlans.Path(_script, _where),
            Parameters = values,
            Later = later,
            WindowStart = session.WindowStart,
            OrderedAt = _where,
        };
    }

    private ChildRunOperation And(ChildArgument argument)
    {
        foreach (var known in _arguments)
            if (known.Name == argument.Name)
                AuthoringSession.Current.Report(
                    "RB0141",
                    $"the child run of \"{_script}\" is given '{argument.Name}' twice: give it once.",
                    _where
                );
        return this with { _arguments = [.. _arguments, argument] };
    }

    private string Count()
    {
        var changing = ChildPlans.Changing(Plan);
        return $"{Plan.Steps.Count} step{(Plan.Steps.Count == 1 ? "" : "s")}, {changing} changing something";
    }
}
