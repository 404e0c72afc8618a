namespace RunbookDsl.Testing;

/// <summary>Something that makes a rehearsal fail.</summary>
/// <param name="Kind">One of <see cref="Findings"/>.</param>
/// <param name="Text">What happened, what was expected or known, what to do; masked.</param>
/// <param name="Step">The step at work; null when it is not known.</param>
public sealed record Finding(string Kind, string Text, string? Step)
{
    /// <inheritdoc/>
    public override string ToString() => Step is null ? $"{Kind}: {Text}" : $"{Kind} in '{Step}': {Text}";
}
