namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>What is carried out, and how.</summary>
/// <param name="Runbook"><c>migration</c> or <c>upgrade</c>.</param>
/// <param name="Way"><c>clean</c>, <c>kill</c> or <c>undo</c>.</param>
/// <param name="Root">The repository.</param>
/// <param name="Program">Full path of runbook.dll.</param>
internal sealed record TownOptions(string Runbook, string Way, string Root, string Program)
{
    public int Kills { get; init; } = 10;

    public int Seed { get; init; }

    public bool IsMigration => Runbook == "migration";
}
