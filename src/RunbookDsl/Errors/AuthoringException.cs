namespace RunbookDsl;

/// <summary>
/// The script cannot become a plan. Holds every mistake found, not only the first; nothing was executed and
/// nothing was journaled. Exit code 2.
/// </summary>
public sealed class AuthoringException : RunbookException
{
    /// <summary>
    /// Reports <paramref name="errors"/> together, in the order of their places in the script.
    /// </summary>
    public AuthoringException(IReadOnlyList<AuthoringError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The mistakes, at least one.</summary>
    public IReadOnlyList<AuthoringError> Errors { get; }
}
