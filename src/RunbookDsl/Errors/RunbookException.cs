namespace RunbookDsl;

/// <summary>
/// The root of everything RunbookDsl reports on purpose. Its message says what failed, where, what was
/// expected or known, and what to do next; it never holds a secret's value.
/// </summary>
public abstract class RunbookException : Exception
{
    /// <summary>Reports <paramref name="message"/>, optionally with the failure underneath.</summary>
    protected RunbookException(string message, Exception? inner = null)
        : base(message, inner) { }
}
