namespace RunbookDsl.Testing;

/// <summary>How random runs are made.</summary>
internal sealed record ModelOptions(string Folder)
{
    /// <summary>Only crashes, each with a loss of power.</summary>
    internal bool IsPowerOnly { get; init; }

    /// <summary>Breaks the product on purpose: a wrapper that must make the check fail.</summary>
    internal Wrapping? Wrapping { get; init; }
}
