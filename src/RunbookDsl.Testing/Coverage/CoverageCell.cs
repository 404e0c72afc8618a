namespace RunbookDsl.Testing;

/// <summary>One thing that can happen in a runbook.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Step">The step's id.</param>
/// <param name="What">What can happen, in words: <c>retried</c>, <c>guard refuses: there is room</c>.</param>
/// <param name="Where">Where the step is written.</param>
public sealed record CoverageCell(CellKind Kind, string Step, string What, SourceLocation Where)
{
    /// <summary>Unique in a runbook: <c>backup: retried</c>.</summary>
    public string Name => $"{Step}: {What}";

    /// <summary>The script's file name with line and column: <c>move.csx(12,1)</c>.</summary>
    public string Place => $"{Where with { File = Path.GetFileName(Where.File) }}";
}
