namespace RunbookDsl.Testing;

/// <summary>All that was tried with one runbook.</summary>
/// <param name="Reference">The run without a fault.</param>
/// <param name="Rows">Every scenario with how it went, in the order of the plan.</param>
public sealed record MatrixResult(Reference Reference, IReadOnlyList<RehearsalResult> Rows)
{
    /// <summary>How long it took in real time.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>What is wrong, with the scenario; empty when all passes.</summary>
    public IReadOnlyList<(Scenario Scenario, Finding Finding)> Findings =>
        [
            .. Reference.Clean.Findings.Select(f => (Reference.Clean.Scenario, f)),
            .. Rows.SelectMany(r => r.Findings.Select(f => (r.Scenario, f))),
        ];
}
