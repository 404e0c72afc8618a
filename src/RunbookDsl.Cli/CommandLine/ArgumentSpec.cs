namespace RunbookDsl.Cli;

/// <summary>One positional argument of a command.</summary>
/// <param name="Name">In capitals, as the help shows it.</param>
/// <param name="Completes">What completion offers: <c>csx</c>, <c>run</c>, words separated by blanks, or
/// null.</param>
internal sealed record ArgumentSpec(string Name, string? Completes = null)
{
    public bool IsOptional { get; init; }

    public bool Repeats { get; init; }

    /// <summary><c>FILE</c>, <c>[RUN]</c>, <c>FILES…</c>.</summary>
    public override string ToString()
    {
        var name = Repeats ? Name + "…" : Name;
        return IsOptional ? $"[{name}]" : name;
    }
}
