namespace RunbookDsl;

/// <summary>
/// Where a session keeps the current spec of one step; what outputs and put-backs refer to.
/// </summary>
internal sealed class StepSlot(StepSpec spec, Scope scope, string name)
{
    private readonly List<StepSlot> _proofs = [];
    private string _name = name;

    public StepSpec Spec { get; set; } = spec;

    /// <summary>Gives the step another id, in the loop and the included runbook it was written in.</summary>
    public void Rename(string name)
    {
        _name = name;
        Spec = Spec with { Id = scope.Id(name) };
        for (var i = 0; i < _proofs.Count; i++)
            _proofs[i].Rename(ProofName(i));
    }

    /// <summary>
    /// Keeps this step's id behind that of the step it proves, whatever that is called later.
    /// </summary>
    public void ProofOf(StepSlot proved)
    {
        proved._proofs.Add(this);
        Rename(proved.ProofName(proved._proofs.Count - 1));
    }

    private string ProofName(int position) =>
        position == 0 ? $"{_name}-proof" : $"{_name}-proof-{position + 1}";
}
