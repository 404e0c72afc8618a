namespace RunbookDsl.Cli;

/// <summary>One option of a command: the source of its parsing, its help line and its completion.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What its value is, for the help; null for a switch.</param>
/// <param name="Help">What it does, in one line.</param>
internal sealed record OptionSpec(string Name, string? Value, string Help)
{
    /// <summary>A second spelling such as <c>-p</c>; null for none.</summary>
    public string? Short { get; init; }

    /// <summary>Whether it may be given several times.</summary>
    public bool Repeats { get; init; }

    /// <summary>
    /// What completion offers for its value: <c>file</c>, <c>directory</c>, or words; null for nothing.
    /// </summary>
    public string? Completes { get; init; }
}
