namespace RunbookDsl.Scripting;

/// <summary>A plan with what it was read from.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Sources">Full paths of the script, of all it loads and of all it includes.</param>
/// <param name="Remarks">Compiler warnings and notices of the host, ready to print.</param>
public sealed record LoadedPlan(Plan Plan, IReadOnlyList<string> Sources, IReadOnlyList<string> Remarks)
{
    /// <summary>Full paths of what it needs besides, to be read again later: libraries and lock
    /// files.</summary>
    public IReadOnlyList<string> Brought { get; init; } = [];

    /// <summary>Everything to keep with a run.</summary>
    public IReadOnlyList<string> ToArchive => Brought.Count == 0 ? Sources : [.. Sources, .. Brought];
}
