namespace RunbookDsl;

/// <summary>
/// What will be done: immutable, printable, hashable, without effect. Two scripts that say the same have
/// plans with the same hash; comments and white space do not count.
/// </summary>
public sealed class Plan
{
    private readonly Dictionary<string, PlannedStep> _byId;

    internal Plan(
        RunbookHeader header,
        string scriptPath,
        IReadOnlyList<Parameter> parameters,
        IReadOnlyList<PlannedStep> steps
    )
    {
        (Header, ScriptPath, Parameters, Steps) = (header, scriptPath, parameters, steps);
        _byId = new Dictionary<string, PlannedStep>(steps.Count);
        foreach (var step in steps)
            _byId.Add(step.Id, step);
        Hash = Fingerprint.Of(header, parameters, steps);
    }

    /// <summary>What the runbook says about itself.</summary>
    public RunbookHeader Header { get; }

    /// <summary>Full path of the script.</summary>
    public string ScriptPath { get; }

    /// <summary>The folder that holds the script.</summary>
    public string Directory => Path.GetDirectoryName(ScriptPath) ?? "/";

    /// <summary>The parameters with their values.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The steps, in an order in which each comes after all it needs.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; }

    /// <summary>Fingerprint of the whole plan; approvals and saved plans are bound to it.</summary>
    public string Hash { get; }

    /// <summary>The step with this id, or null.</summary>
    public PlannedStep? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Secrets the script names outside of its steps.</summary>
    internal IReadOnlyList<SecretReference> Declared { get; init; } = [];

    /// <summary>Every secret some step, or its code, will ask for, once each.</summary>
    public IReadOnlyList<SecretReference> Secrets()
    {
        var secrets = new Dictionary<string, SecretReference>();
        foreach (var step in Steps)
        {
            Add(secrets, step.Action.Secrets);
            foreach (var assertion in step.Spec.Guards)
                Add(secrets, assertion.Secrets);
            foreach (var assertion in step.Spec.Verifications)
                Add(secrets, assertion.Secrets);
            Add(secrets, step.Spec.Probe?.Secrets ?? []);
            Add(secrets, step.Spec.Undo?.Secrets ?? []);
        }
        Add(secrets, Declared);
        var found = new SecretReference[secrets.Count];
        secrets.Values.CopyTo(found, 0);
        return found;
    }

    private static void Add(Dictionary<string, SecretReference> known, IReadOnlyList<SecretReference> more)
    {
        for (var i = 0; i < more.Count; i++)
            known.TryAdd(more[i].Name, more[i]);
    }
}
