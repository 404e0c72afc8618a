namespace RunbookDsl.Engine;

/// <summary>
/// The script no longer says what it said when the run began. Nothing was changed. Exit code 76.
/// </summary>
public sealed class ScriptChangedException : RunbookException
{
    /// <summary>Says which steps differ and how to go on.</summary>
    public ScriptChangedException(string message, IReadOnlyList<string> differences)
        : base(message) => Differences = differences;

    /// <summary>
    /// One line a difference: <c>changed backup</c>, <c>added vacuum</c>, <c>removed swap</c>.
    /// </summary>
    public IReadOnlyList<string> Differences { get; }
}
