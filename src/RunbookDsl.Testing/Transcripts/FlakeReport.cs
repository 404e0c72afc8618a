namespace RunbookDsl.Testing;

/// <summary>Whether a rehearsal went the same way each time.</summary>
/// <param name="Scenario">What was tried.</param>
/// <param name="Times">How often it was carried out.</param>
public sealed record FlakeReport(Scenario Scenario, int Times)
{
    /// <summary>The first line that differs, of the first run and of the one that differs; null when none
    /// does.</summary>
    public string? Difference { get; init; }

    /// <summary>Whether all runs went the same way.</summary>
    public bool IsSteady => Difference is null;

    /// <inheritdoc/>
    public override string ToString() =>
        IsSteady
            ? FormattableString.Invariant($"{Scenario.Name}: the same {Times} times")
            : FormattableString.Invariant($"{Scenario.Name}: run {Times} differs from run 1\n{Difference}");
}
