namespace RunbookDsl;

/// <summary>
/// Where a session keeps the current spec of one step; what outputs and put-backs refer to.
/// </summary>
internal sealed class StepSlot(StepSpec spec, Scope scope, string name)
{
    private readonly List<StepSlot> _proofs = [];
    private readonly List<string> _former = [];
    private string _name = name;

    public StepSpec Spec { get; set; } = spec;

    /// <summary>Gives the step another id, in the loop and the included runbook it was written in.</summary>
    public void Rename(string name)
    {
        _name = name;
        Spec = Spec with { Id = scope.Id(name) };
        for (var i = 0; i < _proofs.Count; i++)
            _proofs[i].Rename(ProofName(name, i));
    }

    /// <summary>
    /// Keeps this step's id behind that of the step it proves, whatever that is called later.
    /// </summary>
    public void ProofOf(StepSlot proved)
    {
        proved._proofs.Add(this);
        var position = proved._proofs.Count - 1;
        Rename(ProofName(proved._name, position));
        foreach (var former in proved._former)
            WasCalled(ProofName(former, position));
    }

    /// <summary>Keeps a name it had in an earlier version of the script; its proofs follow.</summary>
    public void WasCalled(string name)
    {
        _former.Add(name);
        var id = name.AsSpan().ContainsAny('/', '[') ? name : scope.Id(name);
        Spec = Spec with { FormerIds = [.. Spec.FormerIds, id] };
        for (var i = 0; i < _proofs.Count; i++)
            _proofs[i].WasCalled(ProofName(name, i));
    }

    private static string ProofName(string name, int position) =>
        position == 0 ? $"{name}-proof" : $"{name}-proof-{position + 1}";
}
