namespace RunbookDsl;

/// <summary>One mistake in a script, with its place.</summary>
/// <param name="Id">Stable number such as <c>RB0103</c>; never reused for another mistake.</param>
/// <param name="Message">What is wrong, what was expected or which names are known, and what to do.</param>
/// <param name="Where">The verb that is wrong.</param>
public sealed record AuthoringError(string Id, string Message, SourceLocation Where)
{
    /// <summary>
    /// The compiler's form, <c>file.csx(12,5): error RB0103: message</c>; the column only where known.
    /// </summary>
    public override string ToString() => $"{Where}: error {Id}: {Message}";
}
