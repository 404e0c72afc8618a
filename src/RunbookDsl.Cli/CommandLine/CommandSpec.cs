namespace RunbookDsl.Cli;

/// <summary>One verb of the command line.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="RunAsync">Does it; the result is the exit code.</param>
internal sealed record CommandSpec(string Name, string Summary, Func<Invocation, Session, Task<int>> RunAsync)
{
    public IReadOnlyList<ArgumentSpec> Arguments { get; init; } = [];

    public IReadOnlyList<OptionSpec> Options { get; init; } = [];

    /// <summary>More lines for <c>runbook help VERB</c>.</summary>
    public string Details { get; init; } = "";

    public OptionSpec? Find(string option)
    {
        foreach (var known in Options)
            if (known.Name == option || known.Short == option)
                return known;
        return null;
    }
}
